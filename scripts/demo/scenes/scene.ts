import type { Light } from './light';
import type { Picture } from './picture';
import type { Random } from './random';
import type { Camera } from './view';

export interface Scene {
	camera: (random: Random) => Camera;
	/** Where the hour of the day belongs to the scene. */
	light?: Light;
	draw: (picture: Picture) => void;
}

export const cameras = {
	street: (random: Random): Camera => ({
		focal: random.between(900, 990),
		eye: random.between(1.55, 1.72),
		horizon: random.between(370, 420),
		centre: random.between(520, 640)
	}),
	front: (random: Random): Camera => ({
		focal: random.between(1080, 1230),
		eye: random.between(1.58, 1.75),
		horizon: random.between(330, 380),
		centre: random.between(540, 660)
	}),
	/** Held down towards the ground some steps ahead. */
	down: (random: Random): Camera => ({
		focal: random.between(900, 1000),
		eye: random.between(1.55, 1.7),
		horizon: random.between(10, 60),
		centre: random.between(540, 660)
	})
} as const;
