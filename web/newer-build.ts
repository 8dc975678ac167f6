const TRIED = 'avenant.reloaded_for_newer_build';

interface Place {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Whether our server answers: what is loaded anew while it does not is gone from the screen. */
  isServed(): Promise<boolean>;
  reload(): void;
}

/**
 * A part of the page could not be downloaded: mostly because a newer build has taken the place of the one that this page came from.
 * It is loaded anew once; while nobody answers, or where that was of no use, the failure is told instead.
 */
export async function reloadForNewerBuild({ storage, isServed, reload }: Place): Promise<void> {
  if (storage.getItem(TRIED) !== null || !(await isServed())) return;
  storage.setItem(TRIED, 'yes');
  reload();
}

/** The screen was downloaded: the next build may be gone to in the same way. */
export const isDownloaded = (storage: Pick<Storage, 'removeItem'>): void => storage.removeItem(TRIED);
