import { keepValue, keptValue } from '$lib/offline/kept';
import { findUnsent, onOutboxChange, putLatest, type New } from '$lib/offline/outbox';
import { sendNow } from '$lib/offline/wake';
import { newKey } from '$lib/offline/writing';
import { hourMs } from '$lib/time/shanghai';
import {
	countedOn,
	type DissuasionCounts,
	type DissuasionKind
} from '$lib/volunteering/dissuasions';

type Given = { shift: { code: string; postName: string; endsAt: number }; tag: string | null };
/** `queued`: the counts that were last put in the outbox, as JSON; '' for none. */
type KeptCounts = { key: string; counts: DissuasionCounts; taps: number; queued: string };

/** So that ten taps are one request, and one too many can be taken back before it has gone. */
const settleMs = 5_000;
/** After the end of the shift. */
const keptMs = 24 * hourMs;

/** What one phone counts in one shift: kept at once, and sent as a whole whenever it can be. */
export class Counting {
	readonly #given: () => Given;
	#key = '';
	#queued = '';
	#taps = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#inOutbox = $state(false);
	#touched = $state(false);
	counts = $state.raw<DissuasionCounts>({});
	readonly waits = $derived.by(() => this.#inOutbox || this.#touched);

	constructor(given: () => Given) {
		this.#given = given;
	}

	/** To be given to `onMount`. */
	watch(): () => void {
		const stopListening = onOutboxChange(() => void this.#look());
		const hidden = () => void (document.visibilityState === 'hidden' && this.#flush());
		document.addEventListener('visibilitychange', hidden);
		void this.#recall();
		return () => {
			stopListening();
			document.removeEventListener('visibilitychange', hidden);
			void this.#flush();
		};
	}

	add = (kind: DissuasionKind, by: 1 | -1) => {
		this.counts = countedOn(this.counts, kind, by);
		this.#key ||= newKey();
		this.#taps++;
		this.#touched = true;
		void this.#keep();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#flush(), settleMs);
	};

	async #flush() {
		clearTimeout(this.#timer);
		const now = JSON.stringify(this.counts);
		if (this.#key === '' || now === this.#queued) return void (this.#touched = false);
		const item = this.#item();
		try {
			// the earlier ones are on their way: again when they are there
			if (!(await putLatest(item, Date.now()))) return;
			this.#queued = now;
			this.#touched = JSON.stringify(this.counts) !== now;
			await this.#keep();
			await sendNow();
		} catch {
			await this.#sendFromHere(item);
		}
	}

	#item(): New {
		const { shift, tag } = this.#given();
		return {
			key: this.#key,
			to: `/api/shifts/${shift.code}/dissuasions/${this.#key}`,
			fields: { counts: this.counts, taps: this.#taps },
			photos: [],
			title: `劝导计数 · ${shift.postName}`,
			form: { at: `/shifts/${shift.code}/check-in`, name: 'counts', values: {} },
			as: tag,
			createdAt: Date.now(),
			dated: 'never'
		};
	}

	/** Where the browser keeps nothing. */
	async #sendFromHere({ to, fields, as }: New) {
		const headers = { 'content-type': 'application/json', 'tongxing-as': as ?? 'guest' };
		const answer = await fetch(to, { method: 'PUT', body: JSON.stringify(fields), headers }).catch(
			() => null
		);
		this.#touched = !answer?.ok;
	}

	async #look() {
		if (this.#key === '') return;
		this.#inOutbox = (await findUnsent(this.#key).catch(() => undefined)) !== undefined;
		if (!this.#inOutbox && JSON.stringify(this.counts) !== this.#queued) await this.#flush();
	}

	get #name() {
		return `counts ${this.#given().shift.code}`;
	}

	async #recall() {
		const { tag } = this.#given();
		if (tag === null) return;
		const kept = (await keptValue(this.#name, tag, Date.now())) as KeptCounts | undefined;
		if (!kept) return;
		this.#key = kept.key;
		this.#queued = kept.queued;
		// a tap may have come first
		if (!this.#touched) {
			this.counts = kept.counts;
			this.#taps = kept.taps;
		}
		await this.#look();
	}

	async #keep() {
		const { tag, shift } = this.#given();
		if (tag === null) return;
		const value: KeptCounts = {
			key: this.#key,
			counts: this.counts,
			taps: this.#taps,
			queued: this.#queued
		};
		await keepValue(this.#name, { as: tag, until: shift.endsAt + keptMs, value });
	}
}
