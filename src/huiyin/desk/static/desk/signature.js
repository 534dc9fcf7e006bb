// Signing on the screen: a field of files named “signature” gets a sheet to write on. Without this
// script the field takes a photo of the signed paper, as every field of files does.

const LINE = 2.5;

/** @param {HTMLInputElement} input */
function sheet(input) {
  const words = document.getElementById("signature-words")?.dataset ?? {};
  const box = document.createElement("div");
  box.className = "signature";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.label ?? "");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "quiet";
  again.textContent = words.again ?? "";
  box.append(canvas, again);
  input.before(box);

  const scale = Math.max(window.devicePixelRatio || 1, 1);
  const size = canvas.getBoundingClientRect();
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  let isEmpty = true;

  const clear = () => {
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, size.width, size.height);
    pen.lineWidth = LINE;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    isEmpty = true;
    input.value = "";
  };
  clear();
  again.addEventListener("click", clear);

  /** @param {PointerEvent} event */
  const place = (event) => {
    const now = canvas.getBoundingClientRect();
    return [event.clientX - now.left, event.clientY - now.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
    pen.lineTo(...place(event));
    pen.stroke();
    isEmpty = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    if (isEmpty) return;
    canvas.toBlob((blob) => {
      if (!blob) return;
      const kept = new DataTransfer();
      kept.items.add(new File([blob], words.file ?? "signature.png", { type: "image/png" }));
      input.files = kept.files;
    }, "image/png");
  });
}

for (const input of document.querySelectorAll('input[type="file"][name="signature"]')) {
  sheet(/** @type {HTMLInputElement} */ (input));
}
