/** Runs `work` one at a time: however often it is asked for meanwhile, it then runs once more. */
export function oneAtATime(work: () => Promise<void>): () => void {
	let asked = false;
	let running = false;
	const run = async () => {
		asked = true;
		if (running) return;
		running = true;
		try {
			while (asked) {
				asked = false;
				await work();
			}
		} finally {
			running = false;
		}
	};
	return () => void run();
}
