import { useState } from 'react';
import { Empty } from '../shared/ui/empty';
import { Fact, Facts, UnreadFact } from '../shared/ui/facts';
import { More } from '../shared/ui/more';
import { Sheet } from '../shared/ui/standing';
import { useGuide } from './guide-words';
import { Part } from './part';

/** What is known of a thing, read and not read yet; a list that is empty, and one that goes on. */
export function FactsPart() {
  const { say } = useGuide();
  const [isReading, setReading] = useState(false);
  return (
    <Part name="facts" about="facts.about">
      <Sheet>
        <Facts>
          <Fact name={say('facts.seats')}>
            <b>{say('facts.seats.value')}</b>
            <span className="second">{say('facts.seats.more')}</span>
          </Fact>
          <UnreadFact name={say('facts.bill')} />
        </Facts>
      </Sheet>
      <Empty title={say('facts.empty')}>
        <p className="second">{say('facts.empty.text')}</p>
      </Empty>
      <More hasMore isReading={isReading} onMore={() => setReading(true)} aloud={say('facts.more')} />
    </Part>
  );
}
