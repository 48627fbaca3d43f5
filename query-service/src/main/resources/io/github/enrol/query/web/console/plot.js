// A line that moves to the left as time passes.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240;
const HEIGHT = 48;
const POINTS = 60;

export class Plot {

	#series;

	#lines;

	#moving;

	#svg;

	#name;

	#unit;

	/**
	 * Creates a plot.
	 * @param name what a screen reader calls it
	 * @param kinds a class for each line
	 */
	constructor(name, unit, kinds = ['']) {
		this.#name = name;
		this.#unit = unit;
		this.#series = kinds.map(() => []);
		this.#svg = svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', class: 'plot'});
		this.#moving = svg('g', {});
		this.#lines = kinds.map(kind => {
			const line = {area: svg('path', {class: `area ${kind}`}), stroke: svg('path', {class: `line ${kind}`})};
			this.#moving.append(line.area, line.stroke);
			return line;
		});
		this.#svg.append(this.#moving);
		this.#describe();
	}

	get element() {
		return this.#svg;
	}

	/** Takes the next value of each line; undefined leaves a gap. */
	add(values, millis) {
		values.forEach((value, index) => {
			this.#series[index].push(value);
			this.#series[index].splice(0, this.#series[index].length - POINTS - 1);
		});
		const top = Math.max(1, ...this.#series.flat().filter(value => value !== undefined)) * 1.1;
		this.#series.forEach((series, index) => this.#draw(series, this.#lines[index], top));
		this.#describe();
		if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
			this.#moving.animate([{transform: `translateX(${WIDTH / (POINTS - 1)}px)`}, {transform: 'none'}], {duration: millis, easing: 'linear'});
		}
	}

	#draw(series, line, top) {
		const step = WIDTH / (POINTS - 1);
		let stroke = '';
		let area = '';
		let start;
		series.forEach((value, index) => {
			if (value === undefined) {
				return;
			}
			const x = (WIDTH - (series.length - 1 - index) * step).toFixed(1);
			const y = (HEIGHT - 1 - value / top * (HEIGHT - 2)).toFixed(1);
			if (index === 0 || series[index - 1] === undefined) {
				start = x;
				stroke += `M${x} ${y}`;
				area += `M${x} ${HEIGHT}L${x} ${y}`;
			}
			else {
				stroke += `L${x} ${y}`;
				area += `L${x} ${y}`;
			}
			if (start !== undefined && (index === series.length - 1 || series[index + 1] === undefined)) {
				area += `L${x} ${HEIGHT}Z`;
			}
		});
		line.stroke.setAttribute('d', stroke);
		line.area.setAttribute('d', area);
	}

	#describe() {
		const known = this.#series.map(series => series.filter(value => value !== undefined));
		const peak = Math.max(0, ...known.flat());
		this.#svg.setAttribute('aria-label', known.flat().length === 0 ? `${this.#name}: nothing yet`
			: `${this.#name} over the last minutes: ${peak.toFixed(1)} ${this.#unit} at most`);
	}

}

function svg(name, attributes) {
	const made = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
	return made;
}
