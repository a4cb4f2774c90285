import { expect, it } from 'vitest';
import { cvesIn } from '../../../server/rpm/cve';

it('finds the names of vulnerabilities, each once, by year and number', () => {
  const texts = [
    'CVE-2024-9676 podman: Podman: Podman and buildah: DoS',
    'fixes CVE-2024-10041, CVE-2024-9676 and CVE-2023-45853; not ACVE-2024-1 or CVE-2024',
  ];
  expect(cvesIn(texts)).toEqual(['CVE-2023-45853', 'CVE-2024-9676', 'CVE-2024-10041']);
  expect(cvesIn([])).toEqual([]);
});
