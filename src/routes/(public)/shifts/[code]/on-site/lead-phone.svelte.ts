import { keepShifts } from '$lib/offline/keep-shifts';
import { keepValue, keptValue } from '$lib/offline/kept';
import type { SeenMessage } from '$lib/offline/messages';
import { onOutboxChange, remove, unsent } from '$lib/offline/outbox';
import { submit } from '$lib/offline/submit';
import { newKey } from '$lib/offline/writing';
import { hourMs } from '$lib/time/shanghai';
import { acts, type Act } from '$lib/volunteering/acts';
import { actFields, type Typed } from '$lib/volunteering/act-fields';
import { actsPath, queuedFor, rowsOf, type Kit, type Queued } from '$lib/volunteering/on-site';
import { numberAt } from '$lib/volunteering/number';
import { numberLastsMs } from '$lib/volunteering/number-time';
import { qrOf, type Shown } from './shown';
import { stayAwake } from './stay-awake';

type Given = { kit: Kit; tag: string | null };
/** `ahead`: by how much the server's clock is ahead of this phone's, ms. */
type KeptKit = { kit: Kit; ahead: number };

const refreshEveryMs = 20_000;
/** After the end of the shift. */
const keptMs = 24 * hourMs;

/** What the phone of the one who leads shows: the list as the server knows it and as it was changed here. */
export class LeadPhone {
	readonly #given: () => Given;
	#newer = $state.raw<Kit | null>(null);
	#ahead = $state(0);
	#queued = $state.raw<Queued[]>([]);
	/** Of the latest look at the outbox: an earlier one that took longer says nothing. */
	#turn = 0;
	#phone = $state(Date.now());
	/** Nothing reaches the server. */
	away = $state(false);
	/** The server shows this account the list no longer. */
	shut = $state('');

	constructor(given: () => Given) {
		this.#given = given;
	}

	readonly kit = $derived.by(() => {
		const { kit } = this.#given();
		return this.#newer && this.#newer.now > kit.now ? this.#newer : kit;
	});
	readonly rows = $derived.by(() => rowsOf(this.kit, this.#queued));
	readonly refused = $derived.by(() => this.#queued.filter(({ refusal }) => refusal !== null));
	readonly ending = $derived.by(() =>
		this.#queued.some(({ act, refusal }) => act === 'finish' && refusal === null)
	);
	/** By the server's clock, as well as this phone knows it, ms. */
	readonly now = $derived.by(() => this.#phone + this.#ahead);

	readonly #step = $derived.by(() => Math.floor(this.now / numberLastsMs));
	readonly #digits = $derived.by(() => numberAt(this.kit.secret, this.#step * numberLastsMs));

	/** The number of now, and as a QR code that leads to `origin`. */
	shown(origin: string): Shown {
		const { code } = this.kit.shift;
		return { digits: this.#digits, qr: qrOf(origin, code, this.#digits) };
	}

	/** To be given to `onMount`; `keptAt`: when this page was kept by this phone's clock, null for one just come. */
	watch(keptAt: number | null): () => void {
		this.#ahead = this.#given().kit.now - (keptAt ?? Date.now());
		this.#phone = Date.now();
		const seconds = setInterval(() => (this.#phone = Date.now()), 1000);
		const minutes = setInterval(() => this.#whenSeen(), refreshEveryMs);
		const seen = () => this.#whenSeen();
		addEventListener('online', seen);
		document.addEventListener('visibilitychange', seen);
		const letSleep = stayAwake();
		const stopListening = onOutboxChange(() => void this.#look());
		void this.#look();
		void keepShifts([`/shifts/${this.kit.shift.code}/on-site`]);
		void this.#recall().then(() => this.refresh());
		return () => {
			clearInterval(seconds);
			clearInterval(minutes);
			removeEventListener('online', seen);
			document.removeEventListener('visibilitychange', seen);
			stopListening();
			letSleep();
		};
	}

	/** Keeps an act on the phone and sends it. */
	async act(typed: Typed): Promise<void> {
		const { shift } = this.kit;
		const now = Date.now();
		const key = newKey();
		const fields = actFields(typed, now);
		const name = this.rows.find(({ number }) => number === typed.volunteer?.trim());
		const whom = name?.called ?? typed.volunteer ?? '';
		await submit(
			{
				key,
				to: `${actsPath(shift.code)}/${key}`,
				fields,
				photos: [],
				title: [acts[fields.act as Act].label, whom, shift.postName].filter(Boolean).join(' · '),
				form: { at: `/shifts/${shift.code}/on-site`, name: fields.act, values: {} },
				as: this.#given().tag,
				createdAt: now,
				dated: 'sentAt'
			},
			() => undefined
		);
	}

	takeBack = (key: string) => void remove(key);

	async refresh(): Promise<void> {
		const { shift } = this.#given().kit;
		const asked = Date.now();
		const answer = await fetch(`/api/shifts/${shift.code}/kit`, { cache: 'no-store' }).catch(
			() => null
		);
		const kit = (await answer?.json().catch(() => null)) as Kit | { message?: string } | null;
		if (answer && [401, 403, 404, 409].includes(answer.status)) {
			this.shut = (kit as { message?: string } | null)?.message ?? '请重新登录';
			return;
		}
		this.away = !answer?.ok || !isKit(kit);
		if (this.away || !isKit(kit)) return;
		this.shut = '';
		this.#ahead = kit.now - (asked + Date.now()) / 2;
		// an answer that was overtaken by a later one says nothing
		if (kit.now < this.kit.now) return;
		this.#newer = kit;
		saysItIsFresh(`/shifts/${shift.code}/on-site`);
		await this.#keep();
	}

	#whenSeen() {
		if (document.visibilityState === 'visible') void this.refresh();
	}

	async #look() {
		const turn = ++this.#turn;
		const waiting = await this.#waiting();
		// something has arrived: the list says what became of it before that leaves the queue here
		if (waiting.length < this.#queued.length) await this.refresh();
		if (turn === this.#turn) this.#queued = waiting;
	}

	async #waiting(): Promise<Queued[]> {
		const { kit, tag } = this.#given();
		const items = await unsent().catch(() => []);
		return queuedFor(
			kit.shift.code,
			items.filter(({ as }) => as === tag)
		);
	}

	get #name() {
		return `kit ${this.#given().kit.shift.code}`;
	}

	async #recall() {
		const { kit, tag } = this.#given();
		if (tag === null) return;
		const kept = (await keptValue(this.#name, tag, Date.now())) as KeptKit | undefined;
		if (!kept || kept.kit.now < kit.now) return;
		this.#newer = kept.kit;
		this.#ahead = kept.ahead;
	}

	async #keep() {
		const { tag } = this.#given();
		if (tag === null) return;
		const value: KeptKit = { kit: this.kit, ahead: this.#ahead };
		await keepValue(this.#name, { as: tag, until: this.kit.shift.endsAt + keptMs, value });
	}
}

/** The page may have been shown as last seen; what stands on it now is not. */
function saysItIsFresh(path: string) {
	const message: SeenMessage = { kind: 'seen', path, seenAt: null };
	navigator.serviceWorker?.dispatchEvent(new MessageEvent('message', { data: message }));
}

const isKit = (answer: unknown): answer is Kit =>
	typeof answer === 'object' && answer !== null && 'secret' in answer && 'people' in answer;
