/** Source packages that Fedora CoreOS releases itself: a fast-track of them needs no reason (`ci/overrides.py`). */
export const SELF_RELEASED: ReadonlySet<string> = new Set([
  'console-login-helper-messages',
  'ignition',
  'ostree',
  'rpm-ostree',
  'rust-afterburn',
  'rust-bootupd',
  'rust-coreos-installer',
  'rust-ignition-config',
  'rust-zincati',
]);
