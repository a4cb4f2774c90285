/** The one connection of a page to the extension. */

/** What VS Code gives every page of a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** `Out`: what the page says; `In`: what it is told. Both have a `type`. */
export interface Port<Out, In> {
  post(message: Out): void;
  listen(listener: (message: In) => void): void;
  /** What was kept before the page was reloaded, as it was; undefined: nothing. It may be of another version of the extension. */
  state(): unknown;
  /** Keeps a value of plain JSON over a reload of the page. */
  keep(state: unknown): void;
}

/** May be called once a page. */
export function openPort<Out extends { readonly type: string }, In extends { readonly type: string }>(): Port<Out, In> {
  const api = acquireVsCodeApi();
  return {
    post: message => api.postMessage(message),
    listen: listener => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isMessage<In>(data)) listener(data);
      });
    },
    state: () => api.getState(),
    keep: state => api.setState(state),
  };
}

/** VS Code posts things of its own to a page, too. */
function isMessage<In>(data: unknown): data is In {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}
