import { useEffect } from 'react';
import { useReadAgain } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Button } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

interface VatWaitProps {
  order: Schemas['Order'];
  vatWait: NonNullable<Schemas['Order']['vatWait']>;
  isUnderWay: boolean;
  onPayVat(): void;
}

/** In milliseconds. */
const LOOKS_EVERY = 5_000;

/** The register gives no answer: what we do by ourselves, and the way on for whoever does not want to wait. */
export function VatWait({ order, vatWait, isUnderWay, onPayVat }: VatWaitProps) {
  const { say } = useWords();
  const readAgain = useReadAgain();
  useEffect(() => {
    const timer = setInterval(() => void readAgain('GET /v1/changes/{changeId}'), LOOKS_EVERY);
    return () => clearInterval(timer);
  }, [readAgain]);
  const { attempts, asksAgain } = vatWait;
  return (
    <Notice kind="wait" title={order.headline} isAnnounced>
      <p>{say('ui.billing.vat.wait', { attempts, asks: asksAgain ? 'again' : 'support' })}</p>
      {order.allowedEvents.includes('REMOVE_VAT') && (
        <>
          <Button kind="quiet" isBusy={isUnderWay} onPress={onPayVat}>
            {say('ui.billing.vat.wait.pay')}
          </Button>
          <p className="second small">{say('ui.billing.vat.wait.pay.effect')}</p>
        </>
      )}
    </Notice>
  );
}
