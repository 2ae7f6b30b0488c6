/** Keeps the screen on while the page is looked at, where the browser can. Returns how to let go. */
export function stayAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	let over = false;
	const ask = async () => {
		if (document.visibilityState !== 'visible') return;
		// refused at low battery, for instance; then the screen goes dark as ever
		const given = await navigator.wakeLock?.request('screen').catch(() => undefined);
		if (over) await given?.release();
		else lock = given;
	};
	const again = () => void ask();
	again();
	document.addEventListener('visibilitychange', again);
	return () => {
		over = true;
		document.removeEventListener('visibilitychange', again);
		void lock?.release().catch(() => undefined);
	};
}
