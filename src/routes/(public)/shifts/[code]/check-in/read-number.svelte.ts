import { digitsIn } from '$lib/volunteering/check-in-address';

/** A number that is older has nothing to do with where somebody is now. */
const keptMs = 30 * 60_000;

type Read = { digits: string; at: number };

/**
 * The number that the link brought or the camera saw, and when, by this phone's clock: signing in takes longer than
 * a number is shown. It waits in the tab and goes to no server before 签到 is pressed.
 */
export class ReadNumber {
	readonly #code: () => string;
	#read = $state.raw<Read | null>(null);
	readonly digits = $derived.by(() => this.#read?.digits ?? '');

	constructor(code: () => string) {
		this.#code = code;
	}

	/** @param typed what stood in the field before the page came anew */
	read(typed = ''): void {
		const digits = digitsIn(location.hash);
		// whoever opens the page again from the history does not bring an old number along
		if (digits) {
			this.scanned(digits);
			history.replaceState(history.state, '', location.pathname + location.search);
		} else this.#read = this.#kept() ?? (typed ? { digits: typed, at: Date.now() } : null);
	}

	/** To be given to `onMount`: the link may be opened in a tab that is here already. */
	watch(): () => void {
		const again = () => this.read();
		addEventListener('hashchange', again);
		return () => removeEventListener('hashchange', again);
	}

	scanned(digits: string): void {
		this.#read = { digits, at: Date.now() };
		try {
			sessionStorage.setItem(this.#name, JSON.stringify(this.#read));
		} catch {
			// then it has to be scanned again after signing in
		}
	}

	/** When these digits were read; those that were typed are of now. */
	readAt = (digits: string): number =>
		this.#read?.digits === digits.replace(/\s/g, '') ? this.#read.at : Date.now();

	forget(): void {
		this.#read = null;
		try {
			sessionStorage.removeItem(this.#name);
		} catch {
			// nothing was kept
		}
	}

	get #name() {
		return `number ${this.#code()}`;
	}

	#kept(): Read | null {
		try {
			const read = JSON.parse(sessionStorage.getItem(this.#name) ?? 'null') as Read | null;
			return read && Date.now() - read.at < keptMs ? read : null;
		} catch {
			return null;
		}
	}
}
