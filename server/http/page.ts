import type { Locale } from '../../billing/facts/types';

/**
 * A page of plain HTML: no script, and its style in a file, so it works behind a strict policy.
 *
 * @param head what else its head says
 */
export const page = (title: string, content: string, locale: Locale, head = ''): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs.css">${head}
</head>
<body>
${content}
</body>
</html>
`;
