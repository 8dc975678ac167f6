import { Progress } from '../../testing/servers/progress';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

/** Work that ends when the test says so. */
function openWork() {
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { work: () => work, finish };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('the progress stays silent for work of less than a second', async () => {
  const output = recorder(false);
  const { work, finish } = openWork();
  const shown = new Progress(output).during('Starting', work);
  jest.advanceTimersByTime(999);
  finish();
  await shown;
  expect(output.written).toEqual([]);
});

it('the progress is plain lines with the seconds gone by when there is no terminal', async () => {
  const output = recorder(false);
  const { work, finish } = openWork();
  const shown = new Progress(output).during('Compiling', work);
  jest.advanceTimersByTime(12_000);
  finish();
  await shown;
  expect(output.written).toEqual(['Compiling: 1 s\n', 'Compiling: 11 s\n', 'Compiling: done in 12 s\n']);
});

it('the progress rewrites one line for all that is under way on a terminal', async () => {
  const output = recorder(true);
  const progress = new Progress(output);
  const first = openWork();
  const second = openWork();
  const shown = [progress.during('Compiling', first.work), progress.during('Fetching', second.work)];
  jest.advanceTimersByTime(2_000);
  expect(output.written.at(-1)).toBe('\r\u001b[KCompiling: 2 s | Fetching: 2 s');
  first.finish();
  second.finish();
  await Promise.all(shown);
  expect(jest.getTimerCount()).toBe(0);
});

it('the progress tells that the work failed, and hands its error on', async () => {
  const output = recorder(false);
  const work = async () => {
    jest.setSystemTime(Date.now() + 3_000);
    throw new Error('no network');
  };
  await expect(new Progress(output).during('Downloading', work)).rejects.toThrow('no network');
  expect(output.written).toEqual(['Downloading: failed after 3 s\n']);
});
