export interface Light {
	/** From the zenith down to the horizon. */
	sky: readonly [string, string, string];
	cloud: string;
	haze: string;
	/** How far, in metres to the right and away, a metre of height throws its shadow. */
	shadow: { x: number; z: number; opacity: number };
	/** How brightly each side of a thing is lit, 1 being its own colour. */
	faces: { top: number; front: number; left: number; right: number };
	/** Multiplied over the whole picture. */
	tint: string;
	/** Windows and lamps shine. */
	dark: boolean;
}

const morning: Light = {
	sky: ['#6fa3d6', '#a9cbe6', '#f3e6cf'],
	cloud: '#fff7ea',
	haze: '#d9dfe0',
	shadow: { x: 1.1, z: 0.35, opacity: 0.3 },
	faces: { top: 1.06, front: 0.92, left: 1.08, right: 0.72 },
	tint: '#fff3df',
	dark: false
};

const noon: Light = {
	sky: ['#3f86cf', '#7fb4e4', '#d3e6f2'],
	cloud: '#ffffff',
	haze: '#cfdde6',
	shadow: { x: 0.35, z: -0.25, opacity: 0.36 },
	faces: { top: 1.12, front: 0.98, left: 1, right: 0.8 },
	tint: '#fffdf6',
	dark: false
};

const overcast: Light = {
	sky: ['#a9b4bd', '#c3cbd0', '#dde0df'],
	cloud: '#e6e9ea',
	haze: '#d3d8d9',
	shadow: { x: 0.1, z: 0.05, opacity: 0.12 },
	faces: { top: 1.02, front: 0.92, left: 0.86, right: 0.84 },
	tint: '#eef1f3',
	dark: false
};

const afternoon: Light = {
	sky: ['#5b8fc4', '#b5c6d0', '#fbdcae'],
	cloud: '#ffe9cd',
	haze: '#ecdcc2',
	shadow: { x: -1.4, z: 0.3, opacity: 0.34 },
	faces: { top: 1.05, front: 0.88, left: 0.66, right: 1.12 },
	tint: '#fff0d6',
	dark: false
};

const clear: Light = {
	sky: ['#4b93cf', '#93c3e3', '#e6eee6'],
	cloud: '#fdfdfb',
	haze: '#d8e2de',
	shadow: { x: -0.6, z: -0.3, opacity: 0.34 },
	faces: { top: 1.1, front: 1.02, left: 0.78, right: 1.04 },
	tint: '#fffaf0',
	dark: false
};

export const night: Light = {
	sky: ['#3a4a78', '#6a6f96', '#d49a86'],
	cloud: '#8a83a3',
	haze: '#7b7c96',
	shadow: { x: 0, z: 0, opacity: 0.1 },
	faces: { top: 1, front: 0.94, left: 0.84, right: 0.84 },
	tint: '#59648f',
	dark: true
};

export const daylight: readonly Light[] = [morning, overcast, noon, afternoon, clear];
