import { useEffect, useState } from 'react';
import { contrastOf } from '../shared/ui/contrast';
import { useTheme } from '../shared/ui/theme';
import { type GuideKey, useGuide } from './guide-words';
import { Part } from './part';

const SIZES = [36, 28, 22, 18, 16, 14, 12] as const;

export function TypePart() {
  const { say } = useGuide();
  return (
    <Part name="type" about="type.about">
      <dl className="sizes">
        {SIZES.map((size) => (
          <div key={size}>
            <dt>
              <b>{size}</b> {say(`type.${size}`)}
            </dt>
            <dd style={{ fontSize: `var(--t-${size})` }}>{say('type.sample')}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

/** What is written on what. */
const PAIRS: readonly { title: GuideKey; pairs: readonly (readonly [ink: string, ground: string])[] }[] = [
  {
    title: 'colours.grounds',
    pairs: [
      ['ink', 'paper'],
      ['ink', 'sheet'],
      ['ink', 'sunk'],
      ['ink-2', 'sheet'],
    ],
  },
  {
    title: 'colours.act',
    pairs: [
      ['accent-ink', 'accent'],
      ['accent-ink', 'accent-strong'],
      ['accent', 'sheet'],
      ['accent', 'accent-soft'],
    ],
  },
  {
    title: 'colours.standing',
    pairs: [
      ['wait', 'wait-soft'],
      ['stuck', 'stuck-soft'],
      ['work', 'work-soft'],
      ['done', 'done-soft'],
    ],
  },
];

export function ColoursPart() {
  const { say } = useGuide();
  return (
    <Part name="colours" about="colours.about">
      {PAIRS.map(({ title, pairs }) => (
        <div key={title}>
          <h3>{say(title)}</h3>
          <ul className="swatches">
            {pairs.map(([ink, ground]) => (
              <Swatch key={ink + ground} ink={ink} ground={ground} />
            ))}
          </ul>
        </div>
      ))}
    </Part>
  );
}

function Swatch({ ink, ground }: { ink: string; ground: string }) {
  const [ratio, setRatio] = useState('');
  const [item, setItem] = useState<HTMLLIElement | null>(null);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    if (item === null) return;
    const { color, backgroundColor } = getComputedStyle(item);
    setRatio(contrastOf(channelsOf(color), channelsOf(backgroundColor)).toFixed(1));
  }, [item, theme]);
  return (
    <li ref={setItem} style={{ background: `var(--${ground})`, color: `var(--${ink})` }}>
      <b>{ratio}</b>
      <span>
        {ink} · {ground}
      </span>
    </li>
  );
}

const channelsOf = (rgb: string): number[] => (rgb.match(/\d+/g) ?? []).slice(0, 3).map(Number);

const STEPS = [4, 8, 12, 16, 24, 32, 48, 64];

export function SpacePart() {
  return (
    <Part name="space" about="space.about">
      <ol className="spaces">
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className="space" style={{ width: `var(--s-${index + 1})`, height: `var(--s-${index + 1})` }} />
            <span className="small second">{step}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
}
