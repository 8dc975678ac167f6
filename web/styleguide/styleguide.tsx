import { Page } from '../shared/ui/page';
import { ButtonsPart, CardsPart, FieldsPart } from './controls';
import { FactsPart } from './facts';
import { ColoursPart, SpacePart, TypePart } from './foundations';
import { GuideWords, useGuide } from './guide-words';
import { AbovePart, FaultsPart, StandingPart } from './messages';
import { AmountsPart, SummaryPart } from './order-summary';
import { PARTS } from './part';
import { StatechartsPart } from './statecharts';
import './styleguide.css';

/** Everything that screens are made of, in all its states. Developers only. */
export function Styleguide() {
  return (
    <GuideWords>
      <Guide />
    </GuideWords>
  );
}

function Guide() {
  const { say } = useGuide();
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div className="guide">
        <nav aria-label={say('sections')}>
          <ul className="guide-index">
            {PARTS.map((name) => (
              <li key={name}>
                <a href={`#part-${name}`}>{say(name)}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="parts">
          <TypePart />
          <ColoursPart />
          <SpacePart />
          <ButtonsPart />
          <FieldsPart />
          <CardsPart />
          <StandingPart />
          <FaultsPart />
          <FactsPart />
          <SummaryPart />
          <AmountsPart />
          <AbovePart />
          <StatechartsPart />
        </div>
      </div>
    </Page>
  );
}
