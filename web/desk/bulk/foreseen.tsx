import type { Schemas } from '../../shared/api/api-types';
import { type Standing, Tag } from '../../shared/ui/standing';
import { useDesk } from '../words/desk-words';
import './bulk.css';

type Preview = Schemas['BulkPreview'];
type Foreseeable = Preview['outcomes'][number]['outcome'];

const STANDING_OF: Readonly<Record<Foreseeable, Standing>> = { accepted: 'done', refused: 'stuck', not_found: 'stuck' };

/** What would become of the orders, the most frequent first. */
export function Foreseen({ preview: { outcomes, asked, total } }: { preview: Preview }) {
  const { say } = useDesk();
  return (
    <>
      <p className="second">
        {asked < total ? say('desk.bulk.foreseen.some', { asked, total }) : say('desk.bulk.foreseen.text')}
      </p>
      <ul className="rows">
        {outcomes.map(({ outcome, count, state, movesMoney, text }) => (
          <li key={`${outcome}.${state}.${movesMoney}`} className="foreseen">
            <b className="foreseen-count">{count}</b>
            <div>
              <p>{say(`desk.bulk.foreseen.${outcome}`, { count, where: text })}</p>
              {movesMoney && <p className="second small">{say('desk.bulk.foreseen.money')}</p>}
            </div>
            <Tag standing={STANDING_OF[outcome]}>{say(`desk.bulk.foreseen.tag.${outcome}`)}</Tag>
          </li>
        ))}
      </ul>
    </>
  );
}
