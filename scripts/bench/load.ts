import autocannon from 'autocannon';
import { uuidv7 } from 'uuidv7';
import { fromSomewhere } from './towns';

const settings = { connections: 8, pipelining: 1 };

/** Requests a second that the page at `url` is served. @throws when one was not answered with 200 */
export async function pagesPerSecond(url: string, seconds = 1): Promise<number> {
	return answeredPerSecond(await autocannon({ ...settings, url, duration: seconds }));
}

/** Reports a second that are taken in, each new, each from another address. */
export async function reportsPerSecond(
	origin: string,
	report: object,
	seconds = 1
): Promise<number> {
	const body = JSON.stringify(report);
	return answeredPerSecond(
		await autocannon({
			...settings,
			url: origin,
			duration: seconds,
			requests: [
				{
					method: 'PUT',
					setupRequest: (request) => ({
						...request,
						path: `/api/reports/${uuidv7()}`,
						headers: { 'content-type': 'application/json', ...fromSomewhere() },
						body
					})
				}
			]
		})
	);
}

function answeredPerSecond(result: autocannon.Result): number {
	const { errors, timeouts, non2xx, duration } = result;
	if (errors + timeouts + non2xx > 0) {
		throw new Error(`${result.url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} refused`);
	}
	return result['2xx'] / duration;
}
