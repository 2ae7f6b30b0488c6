import { invalidateAll } from '$app/navigation';
import { keepShifts } from '$lib/offline/keep-shifts';
import { keepValue, keptValue } from '$lib/offline/kept';
import { arrivalOf, onOutboxChange, remove, unsent } from '$lib/offline/outbox';
import { submit } from '$lib/offline/submit';
import { newKey } from '$lib/offline/writing';
import { hourMs } from '$lib/time/shanghai';
import { acts, type Act } from '$lib/volunteering/acts';
import { actFields, type Typed } from '$lib/volunteering/act-fields';
import { actsPath, ownStateWith, queuedFor, type Queued } from '$lib/volunteering/on-site';
import type { SignupState } from '$lib/volunteering/signups';

type Own = { state: SignupState | null; now: number };
type Given = {
	shift: { code: string; postName: string; endsAt: number };
	own: Own;
	/** Of the account that is signed in; null: nobody is. */
	tag: string | null;
};
export type Said = { words: string; good: boolean; fields: Record<string, string> };

/** After the end of the shift. */
const keptMs = 24 * hourMs;

/** What a volunteer has done on this phone, and what has become of it. */
export class VolunteerPhone {
	readonly #given: () => Given;
	#newer = $state.raw<Own | null>(null);
	#queued = $state.raw<Queued[]>([]);
	/** Of the latest look at the outbox: an earlier one that took longer says nothing. */
	#turn = 0;
	said = $state.raw<Said | null>(null);
	busy = $state(false);

	constructor(given: () => Given) {
		this.#given = given;
	}

	readonly #own = $derived.by(() => {
		const { own } = this.#given();
		return this.#newer && this.#newer.now > own.now ? this.#newer : own;
	});
	readonly waits = $derived.by(() => this.#queued.filter(({ refusal }) => refusal === null));
	readonly refused = $derived.by(() => this.#queued.filter(({ refusal }) => refusal !== null));
	/** As the server knows it and, on top of that, what waits here. */
	readonly state = $derived.by(() => ownStateWith(this.#own.state, this.waits));

	/** To be given to `onMount`. */
	watch(): () => void {
		const stopListening = onOutboxChange(() => void this.#look());
		const { shift, tag } = this.#given();
		if (tag !== null) void keepShifts([`/shifts/${shift.code}/check-in`]);
		void this.#recall().then(() => this.#keep());
		void this.#look();
		return stopListening;
	}

	/** @param at when the number was read, by this phone's clock, ms */
	async act(typed: Typed, at: number): Promise<void> {
		const { shift, tag } = this.#given();
		const key = newKey();
		const fields = actFields(typed, at);
		this.busy = true;
		this.said = null;
		const sent = await submit(
			{
				key,
				to: `${actsPath(shift.code)}/${key}`,
				fields,
				photos: [],
				title: `${acts[fields.act as Act].label} · ${shift.postName}`,
				form: { at: `/shifts/${shift.code}/check-in`, name: fields.act, values: {} },
				as: tag,
				createdAt: Date.now(),
				dated: 'sentAt'
			},
			() => undefined
		);
		this.busy = false;
		if (sent.kind === 'arrived') await this.#arrived(sent.said);
		else if (sent.kind === 'refused') {
			this.said = { words: sent.message, good: false, fields: sent.fields };
			// there is nothing to mend in it: the next number is another act
			await remove(key).catch(() => undefined);
		} else if (sent.kind === 'unsent') {
			this.said = { words: sent.message, good: false, fields: {} };
		}
	}

	letGo = (key: string) => void remove(key);

	async #arrived(words: string | undefined) {
		if (words) this.said = { words, good: true, fields: {} };
		await invalidateAll();
		await this.#keep();
	}

	async #look() {
		const turn = ++this.#turn;
		const before = this.waits;
		const { shift, tag } = this.#given();
		const items = (await unsent().catch(() => [])).filter(({ as }) => as === tag);
		const queued = queuedFor(shift.code, items);
		const gone = before.filter(({ key }) => !queued.some((one) => one.key === key));
		// whoever pressed a moment ago is answered there
		if (gone.length > 0 && !this.busy) {
			const last = await arrivalOf(gone.at(-1)!.key).catch(() => undefined);
			if (last) await this.#arrived(last.said);
		}
		if (turn === this.#turn) this.#queued = queued;
	}

	get #name() {
		return `check-in ${this.#given().shift.code}`;
	}

	async #recall() {
		const { tag, own } = this.#given();
		const kept = tag === null ? undefined : await keptValue(this.#name, tag, Date.now());
		if (kept && (kept as Own).now > own.now) this.#newer = kept as Own;
	}

	async #keep() {
		const { tag, shift } = this.#given();
		if (tag === null) return;
		const { state, now } = this.#own;
		await keepValue(this.#name, { as: tag, until: shift.endsAt + keptMs, value: { state, now } });
	}
}
