import { P as Panel, f as fromHash, e as element } from "./panel.CIhXVfFg.js";
import "@jridgewell/trace-mapping";
async function openLinked(place, hash) {
  const code = place.previousElementSibling;
  try {
    const panel = new Panel(place, code, await fromHash(hash), void 0);
    await panel.edit();
    return panel;
  } catch (error) {
    place.prepend(element("p", { class: "play-error", role: "alert" }, error.message));
    return void 0;
  }
}
export {
  openLinked
};
