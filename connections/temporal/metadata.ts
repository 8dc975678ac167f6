import { UnfitVariable } from '../environment';

const PREFIX = 'TEMPORAL_GRPC_META_';
const NAME = /^[0-9a-z.-]{1,100}$/;
const VALUE = /^[\x20-\x7e]{1,8000}$/;

/** What is sent with every call: of `TEMPORAL_GRPC_META_SOME_KEY` the header `some-key`. @throws UnfitVariable */
export function readMetadata(environment: NodeJS.ProcessEnv): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [variable, value = ''] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX)) continue;
    const name = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
    if (!NAME.test(name) || name.startsWith('grpc-') || name.endsWith('-bin')) {
      throw new UnfitVariable(variable, `${PREFIX} is followed by the name of a header of text that is not gRPC's own`);
    }
    if (!VALUE.test(value)) throw new UnfitVariable(variable, 'must be one line of ASCII');
    metadata[name] = value;
  }
  return metadata;
}
