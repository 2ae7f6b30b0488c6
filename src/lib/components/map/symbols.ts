export type Tone = 'neutral' | 'active' | 'done' | 'warn' | Lamp;
/** The lamps of a deadline. */
export type Lamp = 'red' | 'yellow' | 'green' | 'paused';

/** In a box of 24 × 24. Each tone has its own outline, so that colour is never the only cue. */
export const symbols: Record<Tone, { shape: string; mark: string }> = {
	neutral: { shape: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z', mark: 'M12 12h.01' },
	active: { shape: 'M12 2l10 10l-10 10l-10-10z', mark: 'M9 12h6' },
	done: { shape: 'M6 4h12q2 0 2 2v12q0 2-2 2h-12q-2 0-2-2v-12q0-2 2-2z', mark: 'M8 12l3 3l5-6' },
	red: { shape: 'M7.5 2h9l5.5 5.5v9l-5.5 5.5h-9l-5.5-5.5v-9z', mark: 'M12 7v6M12 16.5h.01' },
	yellow: { shape: 'M12 2.5l10.5 18.5h-21z', mark: 'M12 9.5v4M12 17.5h.01' },
	green: { shape: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z', mark: 'M8 12l3 3l5-6' },
	paused: { shape: 'M4 4h16v16h-16z', mark: 'M9.5 8.5v7M14.5 8.5v7' },
	warn: { shape: 'M12 2.5l10.5 18.5h-21z', mark: 'M12 9.5v4M12 17.5h.01' }
};

/** In a box of 24 × 32; the tip at (12, 31). */
export const pinShape = 'M12 31c-3-6-10-11-10-19a10 10 0 1 1 20 0c0 8-7 13-10 19z';
