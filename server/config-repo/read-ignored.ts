/** `ignore` of `.manifest-lock.yaml`. An item with any mistake does not count: it might silence more than was meant. */
import type { IgnoredFinding } from './repo-settings';
import type { SettingsFile } from './settings-reader';
import type { YamlValue } from './yaml-reader';

const KEYS = ['rule', 'packages', 'files', 'reason'];

export function readIgnored(
  file: SettingsFile,
  value: YamlValue | undefined,
  ruleCodes: readonly string[] | undefined,
): IgnoredFinding[] {
  return (value?.items() ?? []).flatMap(item => {
    const before = file.problems.length;
    const found = readItem(file, item, ruleCodes);
    return found && file.problems.length === before ? [found] : [];
  });
}

function readItem(
  file: SettingsFile,
  item: YamlValue,
  ruleCodes: readonly string[] | undefined,
): IgnoredFinding | undefined {
  if (!item.isMap) return item.problem("Each item of 'ignore' must be a map with 'rule' and 'reason'.");
  const members = file.members(item, KEYS);
  const ruleValue = members.get('rule');
  if (!ruleValue) item.problem("'rule' is missing: the code of the rule whose findings are not to be told.");
  const rule = ruleValue?.string();
  if (rule) file.isRule(rule.value, rule.span, ruleCodes);
  const reasonValue = members.get('reason');
  const reason = reasonValue && !reasonValue.isNull ? reasonValue.string() : undefined;
  if (!reasonValue || reasonValue.isNull || reason?.value.trim() === '') {
    (reasonValue ?? item).problem("An item of 'ignore' counts only with a 'reason' that says why.");
  }
  const packages = patterns(file, members.get('packages'));
  const files = patterns(file, members.get('files'));
  if (!rule || !reason) return undefined;
  return { rule: rule.value, packages, files, reason: reason.value.trim(), span: item.span };
}

function patterns(file: SettingsFile, value: YamlValue | undefined): string[] | undefined {
  const found = value?.strings();
  if (value?.isSequence && value.items().length === 0) {
    value.problem(`'${value.what}' is empty: leave it out where the item is about all of them.`);
  }
  for (const { value: text, span } of found ?? []) {
    if (text === '') file.problem(span, `'${value?.what}' has an empty pattern.`);
  }
  return found?.map(({ value: text }) => text);
}
