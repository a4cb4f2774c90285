// XML-RPC as Koji's hub writes and reads it (Python's xmlrpc.client with koji/xmlrpcplus.py on top).

/** A number that is a double in Python, whole or not. */
export class Double {
  constructor(value) {
    this.value = value;
  }
}

const escapeText = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The text of a `<value>`. */
export function writeValue(value) {
  if (value === null || value === undefined) return '<value><nil/></value>';
  if (value instanceof Double) return `<value><double>${writeDouble(value.value)}</double></value>\n`;
  switch (typeof value) {
    case 'boolean':
      return `<value><boolean>${value ? 1 : 0}</boolean></value>\n`;
    case 'number':
      if (!Number.isInteger(value)) return writeValue(new Double(value));
      return Math.abs(value) > 2147483647
        ? `<value><i8>${value}</i8></value>\n`
        : `<value><int>${value}</int></value>\n`;
    case 'string':
      return `<value><string>${escapeText(value)}</string></value>\n`;
  }
  if (Array.isArray(value)) return `<value><array><data>\n${value.map(writeValue).join('')}</data></array></value>\n`;
  const members = Object.entries(value).map(
    ([name, member]) => `<member>\n<name>${escapeText(name)}</name>\n${writeValue(member)}</member>\n`,
  );
  return `<value><struct>\n${members.join('')}</struct></value>\n`;
}

const writeDouble = number => (Number.isInteger(number) ? number.toFixed(1) : String(number));

export function writeResponse(value) {
  return `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n${writeValue(value)}</param>\n</params>\n</methodResponse>\n`;
}

export function writeFault(code, message) {
  const fault = writeValue({ faultCode: code, faultString: message });
  return `<?xml version='1.0'?>\n<methodResponse>\n<fault>\n${fault}</fault>\n</methodResponse>\n`;
}

/** `{method, params}` of a methodCall. Throws for anything else. */
export function readCall(xml) {
  const tokens = tokenize(xml);
  tokens.expect('<methodCall>');
  tokens.expect('<methodName>');
  const method = tokens.text();
  tokens.expect('</methodName>');
  const params = [];
  if (tokens.skip('<params>')) {
    while (tokens.skip('<param>')) {
      params.push(readValue(tokens));
      tokens.expect('</param>');
    }
    tokens.expect('</params>');
  }
  tokens.expect('</methodCall>');
  return { method, params };
}

function readValue(tokens) {
  tokens.expect('<value>');
  const value = readTyped(tokens);
  tokens.expect('</value>');
  return value;
}

function readTyped(tokens) {
  if (tokens.skip('<nil/>')) return null;
  if (tokens.skip('<array>')) {
    const items = [];
    tokens.expect('<data>');
    while (!tokens.skip('</data>')) items.push(readValue(tokens));
    tokens.expect('</array>');
    return items;
  }
  if (tokens.skip('<struct>')) {
    const struct = {};
    while (tokens.skip('<member>')) {
      tokens.expect('<name>');
      const name = tokens.text();
      tokens.expect('</name>');
      struct[name] = readValue(tokens);
      tokens.expect('</member>');
    }
    tokens.expect('</struct>');
    return struct;
  }
  for (const type of ['int', 'i4', 'i8', 'boolean', 'double', 'string']) {
    if (!tokens.skip(`<${type}>`)) continue;
    const text = tokens.text();
    tokens.expect(`</${type}>`);
    if (type === 'string') return text;
    return type === 'boolean' ? text === '1' : Number(text);
  }
  return tokens.text();
}

/** Tags and the text between them; blanks beside tags count only where a text is asked for. */
function tokenize(xml) {
  const parts = xml.replace(/^\s*<\?xml[^>]*\?>/, '').match(/<[^>]+>|[^<]+/g) ?? [];
  let next = 0;
  const blanks = () => {
    while (next < parts.length && /^\s+$/.test(parts[next])) next++;
  };
  return {
    skip(tag) {
      const before = next;
      blanks();
      if (parts[next] === tag) {
        next++;
        return true;
      }
      next = before;
      return false;
    },
    expect(tag) {
      if (!this.skip(tag)) throw new Error(`expected ${tag}, found ${parts[next] ?? 'the end'}`);
    },
    text() {
      const part = parts[next] ?? '';
      if (part.startsWith('<')) return '';
      next++;
      return unescapeText(part);
    },
  };
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeText(text) {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) =>
    code === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
