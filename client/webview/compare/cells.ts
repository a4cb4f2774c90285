/** What stands in the lines of the table. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedVersion } from '../../../server/protocol';
import type { FromCompare } from '../messages';
import { shortAddress } from '../shared/address';
import { codicon } from '../shared/codicon';
import { webLink } from '../shared/link';
import type { Line } from './model/lines';
import { type ArchGroup, isOverridden, type ShownKind, type ShownPackage } from './model/packages';
import type { Row, Security } from './model/rows';
import { differingParts, type VersionParts } from './model/versions';
import {
  archesText,
  counted,
  dayOf,
  KIND_ICONS,
  KIND_WORDS,
  overrideOf,
  packagesText,
  provenanceChange,
  provenanceText,
  securityText,
} from './model/words';

/** How much room there is: `narrow` has two lines a row, and neither has columns for basearches and overrides. */
export type Layout = 'wide' | 'medium' | 'narrow';

export const COLUMNS = 6;

export interface CellContext {
  readonly layout: Layout;
  /** Of what can be pressed in the line: 0 in the one line that has the focus. */
  readonly tabIndex: number;
  readonly labels: { readonly from: string; readonly to: string };
  readonly basearches: readonly string[];
  readonly send: (message: FromCompare) => void;
}

export function cellsOf(line: Line, context: CellContext): TemplateResult {
  switch (line.kind) {
    case 'row':
      return rowCells(line.row, line.open, context);
    case 'binary':
      return binaryCells(line, context);
    case 'actions':
      return wholeLine(actions(line, context));
    case 'override':
      return wholeLine(override(line, context));
    case 'advisory':
      return wholeLine(advisory(line, context));
    case 'text':
      return wholeLine(text(line));
  }
}

function cell(column: number, className: string, content: unknown): TemplateResult {
  return html`<div role="gridcell" aria-colindex=${column} class="cell ${className}">${content}</div>`;
}

function wholeLine(content: TemplateResult): TemplateResult {
  return html`<div role="gridcell" aria-colindex="1" aria-colspan=${COLUMNS} class="cell whole">${content}</div>`;
}

function rowCells(row: Row, open: boolean, context: CellContext): TemplateResult {
  const [lead] = row.packages;
  const wide = context.layout === 'wide';
  const arches = archesText(row);
  const found = overrideOf(row);
  const hints = wide ? [] : [found ? provenanceChange(found.group) : '', arches === '' ? '' : 'arches differ'];
  const more = [packagesText(row), ...hints].filter(Boolean).join(', ');
  return html`
    ${cell(
      1,
      'name',
      html`<span class="twisty">${codicon(open ? 'chevron-down' : 'chevron-right')}</span
        ><span class="package" title=${row.key}>${row.key}</span> ${
          more === '' ? nothing : html`<span class="dim more" title=${more}>${more}</span>`
        }`,
    )}
    ${kindCell(row.kind)}
    ${cell(3, 'versions', versions(lead.groups[0]))}
    ${
      wide
        ? html`${cell(4, 'arches', html`<span title=${arches}>${arches}</span>`)}
          ${cell(5, 'provenance', found && provenance(found.shown, found.group, context))}`
        : nothing
    }
    ${cell(6, 'advisories', advisorySummary(row))}
  `;
}

function kindCell(kind: ShownKind): TemplateResult {
  return cell(2, `kind ${kind}`, html`${codicon(KIND_ICONS[kind])} ${KIND_WORDS[kind]}`);
}

function advisorySummary({ advisories }: Row): TemplateResult | typeof nothing {
  if (advisories === undefined) return nothing;
  const { security, lostSecurity, gained, lost } = advisories;
  if (security === undefined && lostSecurity === undefined) {
    const told = [
      ...(gained.length === 0 ? [] : [counted(gained.length, 'update')]),
      ...(lost.length === 0 ? [] : [`loses ${counted(lost.length, 'update')}`]),
    ];
    return html`<span class="dim">${told.join(', ')}</span>`;
  }
  return html`${lostSecurity && securitySpan(`loses ${securityText(lostSecurity)}`, lostSecurity)} ${
    security && securitySpan(securityText(security), security)
  }`;
}

function securitySpan(told: string, { severity }: Security): TemplateResult {
  return html`<span class="security ${severity}" title=${told}>${codicon('shield')} ${told}</span>`;
}

/** `5:5.2.3-1.fc40 -> 5:5.2.4-1.fc40`, what differs standing out. */
function versions({ from, to }: ArchGroup): TemplateResult {
  if (from === undefined || to === undefined) {
    const only = (to ?? from)?.evr ?? '';
    return html`<span class="evr" title=${only}>${only}</span>`;
  }
  const parts = differingParts(from.evr, to.evr);
  return html`<span class="evr" title="${from.evr} \u2192 ${to.evr}">${emphasised(parts.from)}${arrow()}${emphasised(parts.to)}</span>`;
}

function emphasised({ before, changed, after }: VersionParts): TemplateResult {
  return html`<span class="version">${before}<b>${changed}</b>${after}</span>`;
}

function arrow(): TemplateResult {
  return html`<span class="arrow" aria-hidden="true"> \u2192 </span><span class="visually-hidden"> to </span>`;
}

function provenance(shown: ShownPackage, group: ArchGroup, context: CellContext): TemplateResult {
  const reason = group.to?.reason ?? group.from?.reason;
  const told = link(reason ?? '', context, { text: 'reason', label: `reason for the override of ${shown.name}` });
  return html`${provenanceChange(group)}${reason === undefined ? nothing : html`, ${told}`}`;
}

function link(
  url: string,
  { send, tabIndex }: CellContext,
  { text = shortAddress(url), label = text }: { readonly text?: string; readonly label?: string } = {},
): TemplateResult | string {
  return webLink(url, text, address => send({ type: 'link', url: address }), { tabIndex, label });
}

function binaryCells({ shown, group }: Extract<Line, { kind: 'binary' }>, context: CellContext): TemplateResult {
  const everywhere = group.basearches.length === context.basearches.length;
  const arches = shown.groups.length === 1 && everywhere ? '' : group.basearches.join(', ');
  const wide = context.layout === 'wide';
  const more = wide ? '' : arches;
  return html`
    ${cell(
      1,
      'name',
      html`<span class="package">${shown.name}</span>${more === '' ? nothing : html` <span class="dim more">${more}</span>`}`,
    )}
    ${kindCell(group.kind === 'upgraded' && shown.distOnly ? 'rebuilt' : group.kind)}
    ${cell(3, 'versions', placedVersions(shown, group, context))}
    ${
      wide
        ? html`${cell(4, 'arches', html`<span title=${arches}>${arches}</span>`)}
          ${cell(5, 'provenance', isOverridden(group) ? provenanceChange(group) : nothing)}`
        : nothing
    }
    ${cell(6, 'advisories', nothing)}
  `;
}

/** Versions that lead to their entries. */
function placedVersions(shown: ShownPackage, group: ArchGroup, context: CellContext): TemplateResult {
  const place = (side: 'from' | 'to', version: ComparedVersion): TemplateResult => {
    const arch = group.basearches[0];
    if (version.file === undefined || arch === undefined) return html`<span class="version">${version.evr}</span>`;
    const label = `${version.evr}: go to ${shown.name} in ${context.labels[side]}, ${version.file}`;
    const go = (): void => context.send({ type: 'place', side, name: shown.name, arch });
    return html`<button type="button" class="link version" tabindex=${context.tabIndex} title=${label} aria-label=${label}
      @click=${go}>${version.evr}</button>`;
  };
  const { from, to } = group;
  return html`<span class="evr">${from ? place('from', from) : nothing}${from && to ? arrow() : nothing}${
    to ? place('to', to) : nothing
  }</span>`;
}

function actions(
  { actions: all }: Extract<Line, { kind: 'actions' }>,
  { tabIndex, send }: CellContext,
): TemplateResult {
  return html`<span class="action-list">${all.map(
    ({ label, icon, message }) =>
      html`<button type="button" class="tool" tabindex=${tabIndex} @click=${() => send(message)}>${codicon(icon)}${label}</button>`,
  )}</span>`;
}

function override(
  { row, side, version, names }: Extract<Line, { kind: 'override' }>,
  context: CellContext,
): TemplateResult {
  const group = row.packages.flatMap(({ name, groups }) => (name === names[0] ? groups : []))[0];
  const arch = group?.basearches[0];
  const [name] = names;
  const { file, reason, bodhi } = version;
  const go = (): void => {
    if (name !== undefined && arch !== undefined) context.send({ type: 'place', side, name, arch });
  };
  const which = names.length === row.packages.length ? '' : ` of ${names.join(', ')}`;
  return html`<span class="inline">${codicon('pin')}<span class="clipped">${provenanceText(version)}${which} in ${context.labels[side]}${
    file === undefined
      ? nothing
      : html`, <button type="button" class="link" tabindex=${context.tabIndex} @click=${go}>${file}</button>`
  }</span>${
    reason === undefined ? nothing : html`<span>reason: ${link(reason, context)}</span>`
  }${bodhi === undefined ? nothing : html`<span>update: ${link(bodhi, context)}</span>`}</span>`;
}

function advisory({ advisory: told, lost }: Extract<Line, { kind: 'advisory' }>, context: CellContext): TemplateResult {
  const { id, type, severity, url, status, issued, cves } = told;
  const security = type === 'security';
  const words = [
    ...(lost ? ['lost'] : []),
    security && severity !== 'none' ? `${severity} ${type}` : type === 'unspecified' ? 'update' : type,
    ...(cves.length === 0 ? [] : [counted(cves.length, 'CVE')]),
    ...(status === undefined ? [] : [status]),
    ...(issued === undefined ? [] : [dayOf(issued)]),
  ].join(', ');
  const name = url === undefined ? id : link(url, context, { text: id });
  return html`<span class="inline ${security ? `security ${severity}` : ''}">${codicon(security ? 'shield' : 'package')}<span>${name}</span
    ><span class="clipped">${words}</span></span>`;
}

function text({ style, text: wrapped }: Extract<Line, { kind: 'text' }>): TemplateResult {
  const icon = { waiting: 'loading', problem: 'warning', heading: undefined, plain: undefined, mono: undefined }[style];
  return html`<span class="running ${style}">${icon === undefined ? nothing : codicon(icon)}${wrapped}</span>`;
}
