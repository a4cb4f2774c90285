import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../server/http/http';
import { DIRECT, resolveProxy } from '../../../server/http/proxy';

describe('resolveProxy', () => {
  it('takes the environment, small letters before capitals, all_proxy last', () => {
    const environment = { http_proxy: 'http://small:1', HTTP_PROXY: 'http://capital:1', ALL_PROXY: 'socks5://all:1' };
    expect(resolveProxy(DIRECT, { ...environment, no_proxy: 'localhost,.corp' })).toEqual({
      http: 'http://small:1',
      https: 'socks5://all:1',
      noProxy: 'localhost,.corp',
      strictSSL: true,
    });
  });

  it('takes the settings where they say something', () => {
    const settings = { proxy: 'proxy.corp:3128', noProxy: ['localhost', '*.corp'], strictSSL: false };
    expect(resolveProxy(settings, { https_proxy: 'http://other:1', NO_PROXY: 'x' })).toEqual({
      http: 'http://proxy.corp:3128',
      https: 'http://proxy.corp:3128',
      noProxy: 'localhost,*.corp',
      strictSSL: false,
    });
  });

  it.each([
    ['localhost, *', '*'],
    ['*', '*'],
    ['*.corp localhost', '*.corp localhost'],
  ])('leaves out for no_proxy %j: %j', (no_proxy, noProxy) => {
    expect(resolveProxy(DIRECT, { no_proxy }).noProxy).toBe(noProxy);
  });

  it('is empty where nothing is said', () => {
    expect(resolveProxy(DIRECT, { http_proxy: '' })).toEqual({ http: '', https: '', noProxy: '', strictSSL: true });
  });

  it.each(['ftp://proxy:1', 'http://', 'http://proxy:1/pac', 'http://user:secret@a b/'])(
    'refuses %s without showing a password',
    proxy => {
      const resolve = () => resolveProxy({ ...DIRECT, proxy }, {});
      expect(resolve).toThrow(HttpError);
      expect(resolve).toThrow(/is not a usable proxy URL$/);
      expect(resolve).not.toThrow(/secret/);
    },
  );
});
