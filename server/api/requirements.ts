import { type Client, isGrpcServiceError } from '@temporalio/client';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';

/** What a namespace must have before an order can live in it: its search attributes, all of them keywords. */
const SEARCH_ATTRIBUTES = [STUCK_ATTRIBUTE];
/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;
/** Of gRPC: Temporal Cloud does not tell, nor lets anybody make some this way. */
const NOT_TOLD: ReadonlySet<number> = new Set([7, 12]);

type Access = Pick<Client, 'workflow'>;

/** What the namespace lacks, each in words; or the command that makes all it must have, where it does not tell what it lacks. */
export type Lacking = string[] | { byHand: string };

/** @throws as the client does, where Temporal cannot be reached, does not take our key, or has no such namespace */
export async function missingInNamespace({ workflow }: Access): Promise<Lacking> {
  const { namespace } = workflow.options;
  try {
    const { customAttributes } = await workflow.connection.operatorService.listSearchAttributes({ namespace });
    return SEARCH_ATTRIBUTES.filter((name) => customAttributes[name] !== KEYWORD).map((name) =>
      customAttributes[name] === undefined ? inWords(name) : inTheWay(name),
    );
  } catch (error) {
    if (!isGrpcServiceError(error) || !NOT_TOLD.has(Number(error.code))) throw error;
    // A cloud says the same to whoever has no valid key any more, and tells these apart where it would have answered.
    await workflow.connection.workflowService.describeNamespace({ namespace });
    return { byHand: cloudCommand(namespace) };
  }
}

/** Makes what the namespace lacks, where it tells. @returns what was made */
export async function completeNamespace({ workflow }: Access): Promise<Lacking> {
  const missing = await missingInNamespace({ workflow });
  if (!Array.isArray(missing) || missing.length === 0) return missing;
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, KEYWORD]));
  await workflow.connection.operatorService.addSearchAttributes({
    namespace: workflow.options.namespace,
    searchAttributes,
  });
  return missing;
}

const inWords = (name: string): string => `search attribute ${name} (Keyword)`;

/** Adding it again is answered with success, and changes nothing. */
const inTheWay = (name: string): string =>
  `search attribute ${name} is there with another type than Keyword: \`temporal operator search-attribute remove --name ${name}\`, then set up again`;

/** After the manual of `tcld`, Temporal Cloud's own program. */
function cloudCommand(namespace: string): string {
  const attributes = SEARCH_ATTRIBUTES.map((name) => `--search-attribute "${name}=Keyword"`);
  return `tcld namespace search-attributes add --namespace "${namespace}" ${attributes.join(' ')}`;
}
