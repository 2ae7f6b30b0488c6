export const width = 1200;

export const height = 900;

/** On the picture, pixels. */
export type Point = readonly [number, number];

/** Metres: `x` to the right, `y` up from the ground, `z` away from the eye. */
export interface Spot {
	x: number;
	y: number;
	z: number;
}

/** Where a surface's own coordinates (metres along, up and out of it) fall on the picture. */
export type Plane = (along: number, up: number, out?: number) => Point;

export interface Camera {
	/** Pixels per metre at one metre. */
	focal: number;
	/** Metres above the ground. */
	eye: number;
	/** Pixel row of the horizon, may lie outside the picture. */
	horizon: number;
	/** Pixel column of the vanishing point. */
	centre: number;
}

const nearest = 0.7;

/** A camera held level: one vanishing point, uprights stay upright. */
export class View {
	constructor(readonly camera: Camera) {}

	at(x: number, y: number, z: number): Point {
		const { focal, eye, horizon, centre } = this.camera;
		const scale = focal / Math.max(z, nearest);
		return [centre + x * scale, horizon + (eye - y) * scale];
	}

	/** Pixels per metre at a depth. */
	scale(z: number): number {
		return this.camera.focal / Math.max(z, nearest);
	}

	/** Upright and facing the eye, standing at `spot`. */
	facing(spot: Spot): Plane {
		return (along, up, out = 0) => this.at(spot.x + along, spot.y + up, spot.z - out);
	}

	/** Upright, turned by `angle` from facing the eye, standing at `spot`. */
	turned(spot: Spot, angle: number): Plane {
		const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
		return (along, up, out = 0) =>
			this.at(spot.x + along * cos + out * sin, spot.y + up, spot.z + along * sin - out * cos);
	}

	/** Lying on the ground, its own "up" pointing along `angle`. */
	lying(spot: Spot, angle: number): Plane {
		const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
		return (along, up, out = 0) =>
			this.at(spot.x + along * cos - up * sin, spot.y + out, spot.z + along * sin + up * cos);
	}

	/** A wall running away from the eye at `x`; `side` 1 faces right, -1 faces left. */
	receding(x: number, start: number, side: 1 | -1): Plane {
		return (along, up, out = 0) => this.at(x + out * side, up, start + along);
	}
}
