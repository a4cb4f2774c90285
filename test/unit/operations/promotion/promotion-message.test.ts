import { expect, it } from 'vitest';
import { locks, plan, streams } from './support';

const ID = /[0-9a-f]{40}/;

it('is broken at 72 columns, but for the title and addresses', async () => {
  const made = streams();
  const names = ['grub2-common', 'grub2-efi-x64', 'grub2-tools', 'grub2-tools-minimal', 'grub2-pc-modules'];
  const all = (evr: string) => locks(Object.fromEntries(names.map(name => [name, evr])));
  made.stream('next', all('1:2.06-97.fc38'));
  made.stream('next-devel', all('1:2.06-95.fc39'));
  const { message } = await plan(made.folder, 'next-devel', 'next');
  const [title = '', ...body] = message.split('\n');
  expect(title.replace(ID, 'ID')).toBe('tree: promote changes from next-devel at ID');
  expect(body.filter(line => line.length > 72)).toEqual([]);
  // each of these is a source package of its own as far as the locks say
  expect(body).toContain('- grub2-common: 1:2.06-97.fc38 -> 1:2.06-95.fc39');
});

it('says so where no package changes', async () => {
  const made = streams();
  made.stream('stable', locks({ kernel: '6.11.3-200.fc40' }));
  made.stream('testing', { ...locks({ kernel: '6.11.3-200.fc40' }), 'overlay.d/file': 'x\n' });
  const { message } = await plan(made.folder, 'testing', 'stable');
  expect(message.replace(ID, 'ID')).toBe(
    'tree: promote changes from testing at ID\n\nNo package changes; 1 package the same, on x86_64 and aarch64.\n',
  );
});
