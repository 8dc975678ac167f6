const TRIED = 'avenant.reloaded_for_newer_build';

interface Place {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  isOnline: boolean;
  reload(): void;
}

/**
 * A part of the page could not be downloaded: mostly because a newer build has taken the place of the one that this page came from.
 * It is loaded anew once; offline, or where that was of no use, the failure is told instead.
 */
export function reloadForNewerBuild({ storage, isOnline, reload }: Place): void {
  if (!isOnline || storage.getItem(TRIED) !== null) return;
  storage.setItem(TRIED, 'yes');
  reload();
}

/** The screen was downloaded: the next build may be gone to in the same way. */
export const isDownloaded = (storage: Pick<Storage, 'removeItem'>): void => storage.removeItem(TRIED);
