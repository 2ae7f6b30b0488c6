import { mix, shade } from './colour';
import type { Light } from './light';
import type { Random } from './random';
import { type Ink, ellipse, hull, panel, shape } from './svg';
import { type Point, type Spot, View, height, width } from './view';

export type Moment = 'before' | 'after';

export interface Block {
	x: number;
	y?: number;
	z: number;
	wide: number;
	tall: number;
	deep: number;
}

/** What a scene is painted on: layers from the sky to the light that lies over everything. */
export class Picture {
	readonly back: string[] = [];
	readonly floor: string[] = [];
	readonly glow: string[] = [];
	readonly lamps: string[] = [];
	private readonly standing: { depth: number; svg: string }[] = [];
	private readonly definitions: string[] = [];
	private softBlot: string | undefined;

	constructor(
		readonly view: View,
		readonly light: Light,
		/** The place itself, the same before and after. */
		readonly place: Random,
		/** What is wrong with it. */
		readonly problem: Random,
		/** What differs from one visit to the next: clouds, passers-by. */
		readonly visit: Random,
		readonly moment: Moment,
		readonly mirrored: boolean
	) {}

	get before(): boolean {
		return this.moment === 'before';
	}

	/** Painted in the order of depth, farthest first. */
	stand(depth: number, ...svg: string[]): void {
		this.standing.push({ depth, svg: svg.join('') });
	}

	/** One soft round blot, shared by whatever it shades. */
	get blot(): string {
		const { opacity } = this.light.shadow;
		this.softBlot ??= this.radial([
			`#1a2030/${opacity * 0.62}`,
			`#1a2030/${opacity * 0.55}`,
			`#1a2030/${opacity * 0.3}`,
			'#1a2030/0'
		]);
		return this.softBlot;
	}

	private define(kind: 'linear' | 'radial', place: string, stops: readonly string[]): string {
		const id = `g${this.definitions.length}`;
		const marks = stops.map((stop, index) => {
			const [colour, opacity = '1'] = stop.split('/');
			return `<stop offset="${(index / (stops.length - 1)).toFixed(3)}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
		});
		this.definitions.push(
			`<${kind}Gradient id="${id}" ${place}>${marks.join('')}</${kind}Gradient>`
		);
		return `url(#${id})`;
	}

	/** Evenly spaced stops, each `#rrggbb` or `#rrggbb/opacity`. */
	gradient(from: Point, to: Point, stops: readonly string[]): string {
		const place = `gradientUnits="userSpaceOnUse" x1="${from[0].toFixed(0)}" y1="${from[1].toFixed(0)}" x2="${to[0].toFixed(0)}" y2="${to[1].toFixed(0)}"`;
		return this.define('linear', place, stops);
	}

	/** From the middle of whatever it fills to its edge. */
	radial(stops: readonly string[]): string {
		return this.define('radial', '', stops);
	}

	/** A colour as it looks from afar. */
	hazed(colour: string, depth: number): string {
		return mix(colour, this.light.haze, Math.min(0.75, Math.max(0, (depth - 8) / 90)));
	}

	/** A soft dark patch where something touches the ground. */
	contact(spot: Spot, across: number, opacity = 0.4): void {
		const scale = this.view.scale(spot.z);
		const flat = (scale * this.view.camera.eye) / Math.max(spot.z, 1);
		const fill = this.radial([`#14161c/${opacity}`, `#14161c/${opacity * 0.6}`, '#14161c/0']);
		const at = this.view.at(spot.x, spot.y, spot.z);
		this.floor.push(ellipse(at, across * scale, Math.max(3, across * 0.55 * flat), { fill }));
	}

	/** The shadow the sun throws from something of this footprint and height. */
	cast({ x, z, wide, deep, tall, y = 0 }: Block, strength = 1): void {
		const { shadow } = this.light;
		const base: Point[] = [
			[x, z],
			[x + wide, z],
			[x, z + deep],
			[x + wide, z + deep]
		];
		const top = base.map(([a, b]): Point => [a + shadow.x * (tall + y), b + shadow.z * (tall + y)]);
		const lifted = y > 0.1 ? top : [...base, ...top];
		const outline = hull(lifted.map(([a, b]) => this.view.at(a, 0, Math.max(1, b))));
		this.floor.push(shape(outline, { fill: '#1a2030', opacity: shadow.opacity * strength }));
	}

	/** The sides of a block the eye sees, `x`/`z` its near left corner. */
	block(block: Block, colour: string, ink: Ink = {}): string {
		const { x, y = 0, z, wide, tall, deep } = block;
		const { faces } = this.light;
		const { view } = this;
		const far = view.receding(x > 0 ? x : x + wide, z, 1);
		const lid = (a: number, b: number) => view.at(a, y + tall, b);
		const sides: string[] = [];
		if (y + tall < view.camera.eye) {
			const corners = [lid(x, z), lid(x + wide, z), lid(x + wide, z + deep), lid(x, z + deep)];
			sides.push(shape(corners, { ...ink, fill: shade(colour, faces.top) }));
		}
		if (x > 0 || x + wide < 0) {
			const fill = shade(colour, x > 0 ? faces.left * 0.9 : faces.right * 0.9);
			sides.push(panel(far, [0, y], [deep, tall], { ...ink, fill }));
		}
		const [, upper] = view.at(x, y + tall, z);
		const [, lower] = view.at(x, y, z);
		const fill = this.gradient(
			[0, upper],
			[0, lower],
			[shade(colour, faces.front), shade(colour, faces.front * 0.86)]
		);
		sides.push(panel(view.facing({ x, y, z }), [0, 0], [wide, tall], { ...ink, fill }));
		return sides.join('');
	}

	svg(): string {
		const things = this.standing.sort((a, b) => b.depth - a.depth).map(({ svg }) => svg);
		const flip = this.mirrored ? ` transform="translate(${width} 0) scale(-1 1)"` : '';
		const cover = `<rect width="${width}" height="${height}" fill="${this.light.tint}"/>`;
		return [
			`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
			`<defs>${this.definitions.join('')}</defs><g stroke-linejoin="round" stroke-linecap="round"${flip}>`,
			...this.back,
			...this.floor,
			...things,
			`<g style="mix-blend-mode:multiply">${cover}${this.lamps.join('')}</g>`,
			...this.glow,
			'</g></svg>'
		].join('');
	}
}
