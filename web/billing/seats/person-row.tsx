import { Button } from '../../shared/ui/button';
import { Checkbox } from '../../shared/ui/fields';
import { Tag } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import type { Seated, Seating } from './seating';

interface PersonRowProps {
  person: Seated;
  /** What tells two of one name apart. */
  about: string | null;
  hasSeat: boolean;
  /** Absent where nobody is chosen. */
  choice?: { isChosen: boolean; choose(isChosen: boolean): void };
  canGive: boolean;
  seating: Seating;
}

/** Somebody, whether they have a seat, and the press that gives it or takes it back. */
export function PersonRow({ person, about, hasSeat, choice, canGive, seating }: PersonRowProps) {
  const { say } = useWords();
  const name = (
    <>
      <span className="person-name">{person.name}</span>
      {about !== null && <span className="person-about">{about}</span>}
    </>
  );
  return (
    <li className="person-row">
      {hasSeat || choice === undefined || !canGive ? (
        <div className="person-plain">{name}</div>
      ) : (
        <Checkbox isSelected={choice.isChosen} onChange={choice.choose}>
          {name}
        </Checkbox>
      )}
      {hasSeat && choice !== undefined && <Tag standing="done">{say('ui.billing.seats.has')}</Tag>}
      {(hasSeat || canGive) && (
        <Button
          kind={hasSeat ? 'plain' : 'quiet'}
          isSmall
          isBusy={seating.busy.has(person.userId)}
          onPress={() => void (hasSeat ? seating.takeBack(person) : seating.give(person))}
        >
          {say(hasSeat ? 'ui.billing.seats.take_back' : 'ui.billing.seats.give')}
          <span className="aloud">{person.name}</span>
        </Button>
      )}
    </li>
  );
}
