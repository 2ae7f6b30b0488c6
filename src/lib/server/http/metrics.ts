import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
/** Milliseconds between two looks at how late the event loop is; each wakes a server that has nothing to do. */
const lagEvery = 100;
collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lagEvery });

const requests = new Counter({
	name: 'http_requests_total',
	help: 'Requests answered, by route and status',
	labelNames: ['method', 'route', 'status'],
	registers: [registry]
});
const durations = new Histogram({
	name: 'http_request_duration_seconds',
	help: 'Seconds from request to answer, by route',
	labelNames: ['method', 'route'],
	buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
	registers: [registry]
});

export function countRequest(method: string, route: string, status: number, ms: number): void {
	requests.inc({ method, route, status });
	durations.observe({ method, route }, ms / 1000);
}
