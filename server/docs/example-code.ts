import type { ExampleRequest } from './example-request';

/** How examples are written: what a newcomer has without installing anything. */
export const EXAMPLE_LANGUAGES = [
  { id: 'curl', name: 'curl', write: curl },
  { id: 'typescript', name: 'TypeScript', write: typescript },
  { id: 'python', name: 'Python', write: python },
] as const;

/** For a shell. The address and the key come from its environment, so a line can be pasted as it is. */
function curl({ method, path, headers, body, isLine }: ExampleRequest): string {
  const flags = [isLine ? '-N' : '', method === 'GET' ? '' : `-X ${method}`].filter((flag) => flag !== '');
  const lines = [
    ['curl', ...flags, `"$AVENANT_URL${path}"`].join(' '),
    '-H "Authorization: Bearer $AVENANT_KEY"',
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(indented(JSON.stringify(body, null, 2)))}`]),
  ];
  return lines.join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** With the `fetch` of Node 20. */
function typescript({ method, path, headers, body, isLine, isJson }: ExampleRequest): string {
  const fields = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    `    Authorization: \`Bearer \${process.env.AVENANT_KEY}\`,`,
    ...Object.entries(headers).map(([name, value]) => `    '${name}': '${value}',`),
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(JSON.stringify(body, null, 2))}),`]),
  ];
  const read = isJson === true ? 'await response.json()' : 'await response.text()';
  const shown = isLine
    ? [
        'const decoder = new TextDecoder();',
        'for await (const part of response.body ?? []) console.log(decoder.decode(part, { stream: true }));',
      ]
    : [`console.log(response.status${isJson === undefined ? '' : `, ${read}`});`];
  return [`const response = await fetch(\`\${process.env.AVENANT_URL}${path}\`, {`, ...fields, '});', ...shown].join(
    '\n',
  );
}

/** With the standard library. */
function python({ method, path, headers, body, isLine, isJson }: ExampleRequest): string {
  const isRead = isJson === true && !isLine;
  const lines = [
    `import ${body === undefined && !isRead ? '' : 'json, '}os, urllib.request`,
    '',
    'request = urllib.request.Request(',
    `    os.environ["AVENANT_URL"] + ${JSON.stringify(path)},`,
    `    method="${method}",`,
    '    headers={',
    '        "Authorization": "Bearer " + os.environ["AVENANT_KEY"],',
    ...Object.entries(headers).map(([name, value]) => `        "${name}": ${JSON.stringify(value)},`),
    '    },',
    ...(body === undefined ? [] : [`    data=json.dumps(${indented(inPython(body, ''), '    ')}).encode(),`]),
    ')',
    'with urllib.request.urlopen(request) as response:',
  ];
  if (isLine) return [...lines, '    for line in response:', '        print(line.decode(), end="")'].join('\n');
  const read = isRead ? ', json.load(response)' : ', response.read()';
  return [...lines, `    print(response.status${isJson === undefined ? '' : read})`].join('\n');
}

const indented = (text: string, by = '  '): string => text.replaceAll('\n', `\n${by}`);

/** JSON as a literal of Python. */
function inPython(value: unknown, indent: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indent}    `;
  const entries = Array.isArray(value)
    ? value.map((one) => inPython(one, deeper))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${inPython(one, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (entries.length === 0) return `${open}${close}`;
  return `${open}\n${entries.map((entry) => `${deeper}${entry},`).join('\n')}\n${indent}${close}`;
}
