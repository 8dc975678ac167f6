import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import type { Ask } from '../../shared/api/client';
import { ApiProblem, isPassing } from '../../shared/api/problems';
import { useSettled } from '../../shared/ui/use-settled';
import type { PreviewRequest } from './wish';

type Preview = Schemas['Preview'];

/** What is asked of the subscription, and all that is priced with it. */
export interface Question {
  asked: PreviewRequest;
  priced: Schemas['QuoteRequest'];
}

/** Keys that follow each other faster are one change. */
const ASKED_AFTER = 150;
const LONGEST_PAUSE = 10_000;

/** What the API said of a change: its price, or why not. */
export type PreviewOutcome = Question &
  ({ kind: 'quoted'; preview: Preview } | { kind: 'refused'; problem: ApiProblem });

interface Previewed {
  /** The last answer; undefined before the first. */
  outcome: PreviewOutcome | undefined;
  /** It is not about what is asked now. */
  isOld: boolean;
  /** Nobody could be asked. */
  trouble: Error | null;
  askAgain(): void;
}

/** The price of a change, a moment after it has last been altered. Only the newest question is ever answered. */
export function usePreview(asked: Question | null): Previewed {
  const { ask } = useApi();
  const settled = useSettled(asked, ASKED_AFTER);
  const query = useQuery({
    queryKey: ['POST /v1/quotes', settled],
    queryFn: settled === null ? skipToken : ({ signal }) => outcomeOf(ask, settled, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // Without a line it is told at once, and not waited for in silence.
    networkMode: 'always',
    retryDelay: pauseBefore,
  });
  const last = useRef<PreviewOutcome>(undefined);
  last.current = query.data ?? last.current;
  const trouble = query.error ?? query.failureReason;
  const isAnotherWish = JSON.stringify(asked) !== JSON.stringify(settled);
  return {
    outcome: last.current,
    isOld: asked === null || isAnotherWish || query.isPlaceholderData || trouble !== null || query.isPending,
    trouble: asked === null ? null : trouble,
    askAgain: () => void query.refetch(),
  };
}

/** A refusal is an answer too, and asking again is of no use. @throws ApiProblem, Unanswered where that may help */
async function outcomeOf(ask: Ask, question: Question, signal: AbortSignal): Promise<PreviewOutcome> {
  try {
    const preview = await ask('POST /v1/quotes', { body: question.priced, signal });
    return { ...question, kind: 'quoted', preview };
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || isPassing(problem) || problem.status === 401) throw problem;
    return { ...question, kind: 'refused', problem };
  }
}

const pauseBefore = (failures: number, error: Error): number => {
  const told = error instanceof ApiProblem ? error.retryAfter : null;
  return Math.min((told ?? 2 ** failures) * 1_000, LONGEST_PAUSE);
};
