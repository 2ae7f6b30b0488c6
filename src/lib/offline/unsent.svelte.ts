import { arrivals, onOutboxChange, unsent, type Arrived, type Unsent } from './outbox';

/** The outbox as it stands, for as long as the component that asks is there. */
export class Outbox {
	items = $state.raw<Unsent[]>([]);
	arrived = $state.raw<Arrived[]>([]);
	read = $state(false);
	now = $state(Date.now());
	#changed = false;
	#looking = false;

	/** To be given to `onMount`. */
	watch = () => {
		const look = () => void this.#look();
		const stopListening = onOutboxChange(look);
		const clock = setInterval(() => (this.now = Date.now()), 1000);
		addEventListener('pageshow', look);
		look();
		return () => {
			stopListening();
			clearInterval(clock);
			removeEventListener('pageshow', look);
		};
	};

	/** One look at a time; what changes meanwhile is looked at next. */
	async #look() {
		this.#changed = true;
		if (this.#looking) return;
		this.#looking = true;
		while (this.#changed) {
			this.#changed = false;
			try {
				[this.items, this.arrived] = await Promise.all([unsent(), arrivals()]);
			} catch {
				// this browser keeps nothing, so nothing waits
			}
			this.read = true;
		}
		this.#looking = false;
	}
}
