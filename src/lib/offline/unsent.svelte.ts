import { arrivals, onOutboxChange, unsent, type Arrived, type Unsent } from './outbox';

/** The outbox as it stands, for as long as the component that asks is there. */
export class Outbox {
	items = $state.raw<Unsent[]>([]);
	arrived = $state.raw<Arrived[]>([]);
	read = $state(false);
	now = $state(Date.now());
	#looks = 0;

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

	async #look() {
		const look = ++this.#looks;
		try {
			const [items, arrived] = await Promise.all([unsent(), arrivals()]);
			// a later look may have been answered first
			if (look === this.#looks) [this.items, this.arrived] = [items, arrived];
		} catch {
			// this browser keeps nothing, so nothing waits
		}
		this.read = true;
	}
}
