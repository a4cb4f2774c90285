import { describe, expect, it } from 'vitest';
import { daysBetween, daysText, laterText, originText, shortened } from '../../../../../client/webview/history/words';

describe('words', () => {
  it('counts days as a calendar does', () => {
    // 2024-06-27 08:20 to 2024-07-05 22:29 UTC
    expect(daysBetween(1_719_476_441, 1_720_218_576)).toBe(8);
    // 23:59 to 00:01
    expect(daysBetween(1_719_532_740, 1_719_532_860)).toBe(1);
  });

  it('says how long something held', () => {
    expect(daysText(0)).toBe('less than a day');
    expect(daysText(1)).toBe('1 day');
    expect(daysText(14)).toBe('14 days');
  });

  it('says how much later something came', () => {
    expect(laterText(0)).toBe('same day');
    expect(laterText(3)).toBe('+3 d');
  });

  it('says where a version comes from', () => {
    expect(originText({})).toBe('not locked');
    expect(originText({ evr: '1-1', provenance: 'base' })).toBe('base lock');
    expect(originText({ evr: '1-1', provenance: 'override', type: 'pin' })).toBe('pin');
    expect(originText({ evr: '1-1', provenance: 'override' })).toBe('override');
  });

  it('keeps both ends of a version that is too long', () => {
    expect(shortened('6.11.3-200.fc40', 15)).toBe('6.11.3-200.fc40');
    const short = shortened('0.2.1^20240907gitabcdef0123-1.fc40', 18);
    expect(short).toMatch(/^0\.2\.1\^2024.*….*fc40$/);
    expect(short).toHaveLength(18);
  });
});
