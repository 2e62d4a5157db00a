import { dotnet } from './_framework/dotnet.js';

const Slice = 8;      // milliseconds of training between two frames: the page stays responsive
const Side = 8;       // pixels of a picture, from 0 to 16
const Enough = 20;    // epochs, then training pauses

const $ = id => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const { getAssemblyExports, getConfig } = await dotnet.create();
const { DigitsPage, Measuring } = await getAssemblyExports(getConfig().mainAssemblyName);

let seed = 1, losses = [], running = true, frames = 0, longest = 0;
begin();
for (const id of ['pause', 'again', 'example']) $(id).disabled = false;
$('pause').onclick = () => { running = !running; $('pause').textContent = running ? 'Pause' : 'Go on'; };
$('again').onclick = () => { seed++; begin(); };
$('clear').onclick = clear;
$('example').onclick = () => show(DigitsPage.Picture(Math.floor(Math.random() * 359)));
requestAnimationFrame(frame);

function begin() {
    DigitsPage.Start(seed);
    losses = [];
    running = true;
    $('pause').textContent = 'Pause';
}

// one slice of training for each frame that the browser draws
function frame() {
    if (running) {
        const start = performance.now();
        losses.push(DigitsPage.Train(Slice));
        longest = Math.max(longest, frames > 60 ? performance.now() - start : 0);
        frames++;
        drawCurve();
        if (frames % 20 === 0) read();
        const epochs = DigitsPage.Epochs();
        if (frames % 10 === 0 || epochs >= Enough) {
            $('state').textContent = `${epochs.toFixed(1)} epochs, loss ${mean(losses.slice(-20)).toFixed(3)}, `
                + `${(100 * DigitsPage.Accuracy()).toFixed(1)} % of the test right`;
        }
        if (epochs >= Enough) {
            running = false;
            $('pause').textContent = 'Go on';
            finish();
        }
    }
    requestAnimationFrame(frame);
}

function mean(numbers) {
    return numbers.reduce((sum, x) => sum + x, 0) / Math.max(1, numbers.length);
}

function drawCurve() {
    const canvas = $('curve'), pen = canvas.getContext('2d'), { width, height } = canvas;
    pen.clearRect(0, 0, width, height);
    pen.strokeStyle = getComputedStyle(document.documentElement).color;
    pen.beginPath();
    const top = Math.max(2.5, losses[0]), step = Math.max(1, losses.length / width);
    for (let i = 0; i < losses.length; i += step) {
        const part = losses.slice(Math.floor(i), Math.max(Math.floor(i) + 1, Math.floor(i + step)));
        pen.lineTo(i / Math.max(1, losses.length - 1) * width, height - 4 - mean(part) / top * (height - 8));
    }
    pen.stroke();
}

// ---- drawing: a pen on the canvas, read as 8 x 8 pixels
const drawing = $('drawing'), pen = drawing.getContext('2d', { willReadFrequently: true });
let from = null;
drawing.onpointerdown = event => { drawing.setPointerCapture(event.pointerId); from = place(event); stroke(event); };
drawing.onpointermove = event => { if (from) stroke(event); };
drawing.onpointerup = () => { from = null; };

function place(event) {
    const box = drawing.getBoundingClientRect();
    return [(event.clientX - box.left) * drawing.width / box.width, (event.clientY - box.top) * drawing.height / box.height];
}

function stroke(event) {
    const to = place(event);
    pen.strokeStyle = pen.fillStyle = '#000';
    if (matchMedia('(prefers-color-scheme: dark)').matches) pen.strokeStyle = '#fff';
    pen.lineWidth = drawing.width / Side;
    pen.lineCap = 'round';
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    from = to;
    read();
}

function clear() {
    pen.clearRect(0, 0, drawing.width, drawing.height);
    read();
}

function show(pixels) {
    pen.clearRect(0, 0, drawing.width, drawing.height);
    const size = drawing.width / Side, dark = matchMedia('(prefers-color-scheme: dark)').matches;
    pixels.forEach((pixel, i) => {
        pen.fillStyle = `rgb(${dark ? '255 255 255' : '0 0 0'} / ${pixel / 16})`;
        pen.fillRect(i % Side * size, Math.floor(i / Side) * size, size, size);
    });
    read();
}

// the mean opacity of each field
function pixels() {
    const { data, width, height } = pen.getImageData(0, 0, drawing.width, drawing.height), sums = new Array(Side * Side).fill(0);
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++)
            sums[Math.floor(y * Side / height) * Side + Math.floor(x * Side / width)] += data[4 * (y * width + x) + 3];
    }
    return sums.map(sum => sum / 255 / (width * height / (Side * Side)) * 16);
}

function read() {
    const probabilities = DigitsPage.Read(pixels());
    $('bars').replaceChildren(...probabilities.map(p => {
        const line = document.createElement('li'), bar = document.createElement('span');
        bar.style.width = `${9 * p}rem`;
        line.append(bar, ` ${(100 * p).toFixed(0)} %`);
        return line;
    }));
    return probabilities;
}

// ---- for the test and for figures: what was reached, posted to where the page came from
function finish() {
    if (!asked.has('report') && !asked.has('measure')) return;
    let right = 0;
    for (let i = 0; i < 20; i++) {
        const given = DigitsPage.Picture(i);
        show(given);
        const drawn = read(), exact = DigitsPage.Read(given);
        right += drawn.indexOf(Math.max(...drawn)) === exact.indexOf(Math.max(...exact)) ? 1 : 0;
    }
    const report = { accuracy: DigitsPage.Accuracy(), loss: mean(losses.slice(-20)), frames, longestSlice: longest, drawnAsGiven: right };
    if (asked.has('measure')) {
        report.stepMilliseconds = Measuring.StepMilliseconds();
        report.predictionMicroseconds = Measuring.PredictionMicroseconds();
    }
    $('state').textContent += ` — ${JSON.stringify(report)}`;
    if (asked.has('report')) fetch('report', { method: 'POST', body: JSON.stringify(report) });
}
