/** For processes that tests start: what is not on this machine is not reached, whatever a test forgot to switch off. */
export const NO_INTERNET: Readonly<Record<string, string>> = {
  // nothing listens there; stand-ins are asked by http, which it is not for
  https_proxy: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
};
