/** How much room the page has, and how wide texts are in it. */
import type { Layout } from './cells';
import type { Room } from './model/comparison';

export interface PageRoom extends Room {
  readonly layout: Layout;
  /** What it was worked out from. */
  readonly key: string;
}

/** Pixels; the scroll bar and the indent of what stands below a row. */
const AROUND_TEXT = 60;
const WIDE = 1060;
const MEDIUM = 780;

/** `width`: of the page, in pixels; `style`: of an element with VS Code's variables. */
export function roomOf(width: number, style: CSSStyleDeclaration): PageRoom {
  const plain = font(style, '--vscode-font-size', '--vscode-font-family', style.fontFamily);
  const mono = font(style, '--vscode-editor-font-size', '--vscode-editor-font-family', 'monospace');
  const size = Number.parseFloat(plain) || 13;
  const layout = width >= WIDE ? 'wide' : width >= MEDIUM ? 'medium' : 'narrow';
  const scale = (pixels: number): number => Math.round((pixels * size) / 13);
  const two = layout === 'narrow';
  return {
    layout,
    key: `${width} ${plain} ${mono}`,
    measure: { plain: measureIn(plain), mono: measureIn(mono), width: Math.max(80, width - AROUND_TEXT) },
    heights: {
      row: scale(two ? 40 : 22),
      binary: scale(two ? 38 : 20),
      actions: scale(26),
      detail: scale(20),
      text: scale(18),
    },
  };
}

function font(style: CSSStyleDeclaration, size: string, family: string, otherwise: string): string {
  return `${style.getPropertyValue(size).trim() || '13px'} ${style.getPropertyValue(family).trim() || otherwise}`;
}

function measureIn(fontOfText: string): (text: string) => number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (canvas === null) return text => text.length * 8;
  canvas.font = fontOfText;
  return text => canvas.measureText(text).width;
}
