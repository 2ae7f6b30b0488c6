import { oneAtATime } from './one-at-a-time';
import { arrivals, onOutboxChange, unsent, type Arrived, type Unsent } from './outbox';

/** The outbox as it stands, for as long as the component that asks is there. */
export class Outbox {
	items = $state.raw<Unsent[]>([]);
	arrived = $state.raw<Arrived[]>([]);
	read = $state(false);
	now = $state(Date.now());

	/** To be given to `onMount`. */
	watch = () => {
		const stopListening = onOutboxChange(this.#look);
		const clock = setInterval(() => (this.now = Date.now()), 1000);
		addEventListener('pageshow', this.#look);
		this.#look();
		return () => {
			stopListening();
			clearInterval(clock);
			removeEventListener('pageshow', this.#look);
		};
	};

	#look = oneAtATime(async () => {
		try {
			const [items, arrived] = await Promise.all([unsent(), arrivals()]);
			const before = this.items;
			this.items = items.map((item) => asBefore(before, item));
			this.arrived = arrived;
		} catch {
			// this browser keeps nothing, so nothing waits
		}
		this.read = true;
	});
}

/** What has not changed stays the object that it was: its picture is not drawn anew for another's sake. */
function asBefore(items: Unsent[], item: Unsent): Unsent {
	const before = items.find(({ key }) => key === item.key);
	return before && inWords(before) === inWords(item) ? before : item;
}

const inWords = (item: Unsent) =>
	JSON.stringify(item, (_, value: unknown) => (value instanceof Blob ? value.size : value));
