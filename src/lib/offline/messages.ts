/** From a page to the service worker that waits. */
export const takeOver = 'take over';

/** From the service worker to a page: its data are as last seen then (ms), or fresh (null). */
export type SeenMessage = { kind: 'seen'; path: string; seenAt: number | null };

export const isSeenMessage = (data: unknown): data is SeenMessage =>
	typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'seen';
