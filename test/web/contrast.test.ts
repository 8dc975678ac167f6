import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrastOf } from '../../web/shared/ui/contrast';

const TOKENS = readFileSync(join(__dirname, '..', '..', 'web', 'shared', 'ui', 'tokens.css'), 'utf8');

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Red, green and blue of a colour of the tokens. */
function colour(name: string, theme: Theme): number[] {
  const [, light = '', dark = ''] =
    new RegExp(`--${name}: light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)`).exec(TOKENS) ?? [];
  const hex = theme === 'light' ? light : dark;
  return [0, 2, 4].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

const STANDINGS = ['wait', 'stuck', 'work', 'done'];

/** What is written or drawn on what, and the contrast that it needs: 7 for text, 4.5 for the second ink and signals, 3 for lines. */
const USED: readonly (readonly [on: string, ground: string, least: number])[] = [
  ...['paper', 'sheet', 'sunk', 'accent-soft'].map((ground) => ['ink', ground, 7] as const),
  ...STANDINGS.map((standing) => ['ink', `${standing}-soft`, 7] as const),
  ...['paper', 'sheet', 'sunk'].map((ground) => ['ink-2', ground, 4.5] as const),
  ...['paper', 'sheet', 'accent-soft'].map((ground) => ['accent', ground, 4.5] as const),
  ...['accent', 'accent-strong'].map((ground) => ['accent-ink', ground, 4.5] as const),
  ...['paper', 'sheet'].map((ground) => ['accent-strong', ground, 4.5] as const),
  ...STANDINGS.flatMap((standing) =>
    [`${standing}-soft`, 'sheet', 'paper'].map((ground) => [standing, ground, 4.5] as const),
  ),
  ...['paper', 'sheet'].flatMap((ground) => [['rule-strong', ground, 3] as const, ['focus', ground, 3] as const]),
];

describe.each(THEMES)('the colours of the %s theme', (theme) => {
  it.each(USED)(`%s on %s has a contrast of at least %s in the ${theme} theme`, (on, ground, least) => {
    expect(contrastOf(colour(on, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
  });
});

it('the contrast of two colours is the one of WCAG, whichever comes first', () => {
  expect(contrastOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrastOf([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  expect(contrastOf([255, 255, 255], [119, 119, 119])).toBeCloseTo(4.48, 2);
});
