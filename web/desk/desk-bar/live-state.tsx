import { useEffect, useState } from 'react';
import { clockText } from '../../shared/dates/date-text';
import { Icon } from '../../shared/ui/icons';
import { useWords } from '../../shared/words/words';
import { useDeskLive, useDeskStanding } from '../live/desk-live';
import { useDesk } from '../words/desk-words';
import { useDeskTime, zoneText } from '../zone/zone';

const A_SECOND = 1_000;

/** How true what is shown still is. That the connection is lost is read out; how many seconds ago it was heard is not. */
export function LiveState() {
  const { say } = useDesk();
  const { language } = useWords();
  const { zone } = useDeskTime();
  const standing = useDeskStanding();
  const lost = standing.kind === 'lost' ? clockText(standing.since, zone, language) : null;
  return (
    <div className="live-state">
      {standing.kind === 'open' && <HeardAgo />}
      <p role="status" className={lost === null ? undefined : 'lost'}>
        {lost !== null && (
          <>
            <Icon name="turning" />
            <span title={say('desk.zone.time', { at: lost, zone: zoneText(zone) })}>
              {say('desk.bar.live.lost', { at: lost })}
            </span>
          </>
        )}
        {standing.kind === 'refused' && say('desk.bar.live.refused')}
      </p>
    </div>
  );
}

function HeardAgo() {
  const { say } = useDesk();
  const { heardAt } = useDeskLive();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), A_SECOND);
    return () => clearInterval(timer);
  }, []);
  const heard = heardAt();
  const seconds = heard === null ? null : Math.max(0, Math.floor((Date.now() - heard) / A_SECOND));
  return (
    <p className="up-to-date">
      <Icon name="check" />
      <span>{seconds === null ? say('desk.bar.live.open') : say('desk.bar.live.heard', { seconds })}</span>
    </p>
  );
}
