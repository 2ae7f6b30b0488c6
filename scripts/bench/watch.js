/* Runs in a page before anything else, and so as it stands: scripts/bench/visit.ts hands it over. */
{
	const seen = { lcp: 0, cls: 0, inp: 0, interactions: 0 };
	Object.assign(globalThis, { seenByBench: seen });

	/**
	 * @param {string} type
	 * @param {(entry: any) => void} told
	 */
	const on = (type, told) =>
		new PerformanceObserver((list) => list.getEntries().forEach(told)).observe(
			/** @type {PerformanceObserverInit} */ ({ type, buffered: true, durationThreshold: 16 })
		);

	on('largest-contentful-paint', ({ startTime }) => (seen.lcp = startTime));

	// the worst burst: shifts less than a second apart, over at most five
	const burst = { begin: 0, end: 0, sum: 0 };
	on('layout-shift', ({ startTime, value, hadRecentInput }) => {
		if (hadRecentInput) return;
		if (startTime - burst.end > 1000 || startTime - burst.begin > 5000) {
			Object.assign(burst, { begin: startTime, sum: 0 });
		}
		burst.end = startTime;
		burst.sum += value;
		seen.cls = Math.max(seen.cls, burst.sum);
	});

	const ids = new Set();
	on('event', ({ interactionId, duration }) => {
		if (!interactionId) return;
		ids.add(interactionId);
		seen.interactions = ids.size;
		seen.inp = Math.max(seen.inp, duration);
	});
}
