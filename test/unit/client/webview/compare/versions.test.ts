import { describe, expect, it } from 'vitest';
import { differingParts } from '../../../../../client/webview/compare/model/versions';

const marked = (from: string, to: string) => {
  const parts = differingParts(from, to);
  return [parts.from, parts.to].map(({ before, changed, after }) => `${before}<${changed}>${after}`);
};

describe('differingParts', () => {
  it.each([
    ['5:5.2.4-1.fc40', '5:5.2.5-1.fc40', ['5:5.2.<4>-1.fc40', '5:5.2.<5>-1.fc40']],
    ['6.10.12-200.fc40', '6.11.3-200.fc40', ['6.<10.12>-200.fc40', '6.<11.3>-200.fc40']],
    ['2.0.2.3-15.fc40', '2.0.2.3-15.fc41', ['2.0.2.3-15.fc<40>', '2.0.2.3-15.fc<41>']],
    // a number differs as a whole
    ['2.39-1.fc40', '2.40-1.fc40', ['2.<39>-1.fc40', '2.<40>-1.fc40']],
    ['9.6p1-1.fc40.4', '9.6p1-1.fc40.5', ['9.6p1-1.fc40.<4>', '9.6p1-1.fc40.<5>']],
    ['2.2.0-1.fc40', '1:2.2.0-1.fc40', ['<>2.2.0-1.fc40', '<1:>2.2.0-1.fc40']],
    ['3.19-4.fc40', '4.0-1.fc40', ['<3.19-4>.fc40', '<4.0-1>.fc40']],
    ['1.0~rc1-1', '1.0-1', ['1.0<~rc1>-1', '1.0<>-1']],
    // what both have is counted once
    ['1.1-1', '1.1.1-1', ['1.1<>-1', '1.1<.1>-1']],
    ['1-1', '1-1', ['1-1<>', '1-1<>']],
  ])('%s %s', (from, to, expected) => {
    expect(marked(from, to)).toEqual(expected);
  });
});
