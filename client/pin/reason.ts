/** The reason of an override: what a text must be to be one. */

/** Says what is wrong; undefined where nothing is. A pin needs a reason, a fast-track only of what others release. */
export function reasonFault(text: string, required: boolean): string | undefined {
  if (text === '')
    return required ? 'A reason is required: the address of an issue, a bug or a pull request.' : undefined;
  return URL.canParse(text) && /^https?:\/\/[^/?#]+/i.test(text) && !/\s/.test(text)
    ? undefined
    : 'The reason must be an address that begins with http:// or https://.';
}
