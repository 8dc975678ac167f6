import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../shared/api/failure';
import { Unanswered } from '../../shared/api/problems';
import { Sheet, Skeleton, Tag } from '../../shared/ui/standing';
import { useDesk } from '../words/desk-words';

/** In milliseconds. */
const LOOKS_EVERY = 15_000;
const PATH = '/readyz';

const CHECKS = ['accepting', 'store', 'temporal'] as const;

/** As `/readyz` answers, ready or not. */
interface Ready {
  checks: Record<(typeof CHECKS)[number], boolean>;
  /** What the engine lacks, by its name. */
  missing: string[];
  /** Settings of the process that were left out. */
  unset: string[];
}

/** Whether the service reaches what it cannot work without, as it says itself. */
export function Readiness() {
  const { say } = useDesk();
  const { data, error, refetch } = useQuery({ queryKey: [PATH], queryFn: readReadiness, refetchInterval: LOOKS_EVERY });
  return (
    <Sheet label={say('desk.operators.ready.title')}>
      <h2>{say('desk.operators.ready.title')}</h2>
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton width="40%" />}
      {data !== undefined && (
        <ul className="checks">
          {CHECKS.map((check) => (
            <li key={check}>
              <span>{say(`desk.operators.check.${check}`)}</span>
              <Passes is={data.checks[check]} />
            </li>
          ))}
          <li>
            <span>{say('desk.operators.check.missing')}</span>
            {data.missing.length === 0 ? <Passes is /> : <span>{data.missing.join(', ')}</span>}
          </li>
          {data.unset.length > 0 && (
            <li>
              <span>{say('desk.operators.check.unset')}</span>
              <span>{data.unset.join(', ')}</span>
            </li>
          )}
        </ul>
      )}
    </Sheet>
  );
}

function Passes({ is }: { is: boolean }) {
  const { say } = useDesk();
  return <Tag standing={is ? 'done' : 'stuck'}>{say(is ? 'desk.operators.passes' : 'desk.operators.fails')}</Tag>;
}

/** No operation of the API, and answered to everybody. @throws Unanswered */
async function readReadiness({ signal }: { signal: AbortSignal }): Promise<Ready> {
  const response = await fetch(PATH, { signal, headers: { Accept: 'application/json' } });
  return (await response.json().catch((cause: unknown) => {
    throw new Unanswered(PATH, { cause });
  })) as Ready;
}
