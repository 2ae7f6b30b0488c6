/** Chromium's own, in no standard. */
type InstallPrompt = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> };

let caught = $state.raw<InstallPrompt | null>(null);

/** Early, since the browser says it once: keeps it from popping up, for the page 我的 to offer. */
export function catchInstallPrompt(): void {
	addEventListener('beforeinstallprompt', (event) => {
		event.preventDefault();
		caught = event as InstallPrompt;
	});
	addEventListener('appinstalled', () => (caught = null));
}

const asked = 'install-asked';

export const install = {
	get possible() {
		return caught !== null;
	},
	/** Whether the resident has answered before. */
	get answered() {
		try {
			return localStorage.getItem(asked) !== null;
		} catch {
			return true;
		}
	},
	answer() {
		try {
			localStorage.setItem(asked, '1');
		} catch {
			// then it is offered again
		}
	},
	async ask() {
		install.answer();
		await caught?.prompt();
		caught = null;
	}
};
