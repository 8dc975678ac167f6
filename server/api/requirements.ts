import { type Client, isGrpcServiceError } from '@temporalio/client';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';

/** What a namespace must have before an order can live in it: its search attributes, all of them keywords. */
const SEARCH_ATTRIBUTES = [STUCK_ATTRIBUTE];
/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;
/** Of gRPC: a cloud account may not be allowed to ask. */
const NOT_TOLD: ReadonlySet<number> = new Set([7, 12]);

type Access = Pick<Client, 'workflow'>;

/**
 * What the namespace lacks, each in words.
 *
 * @throws as the client does, where Temporal cannot be reached or has no such namespace
 */
export async function missingInNamespace({ workflow }: Access): Promise<string[]> {
  const { namespace } = workflow.options;
  try {
    const { customAttributes } = await workflow.connection.operatorService.listSearchAttributes({ namespace });
    return SEARCH_ATTRIBUTES.filter((name) => customAttributes[name] !== KEYWORD).map(inWords);
  } catch (error) {
    if (isGrpcServiceError(error) && NOT_TOLD.has(Number(error.code))) return [];
    throw error;
  }
}

/** Makes what the namespace lacks. @returns what was made, each in words */
export async function completeNamespace({ workflow }: Access): Promise<string[]> {
  const missing = await missingInNamespace({ workflow });
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, KEYWORD]));
  await workflow.connection.operatorService.addSearchAttributes({
    namespace: workflow.options.namespace,
    searchAttributes,
  });
  return missing;
}

const inWords = (name: string): string => `search attribute ${name} (Keyword)`;
