// The frame that marks a picture's focal point tries inline handlers to learn whether fingers can draw it, which our
// policy of content refuses; it is told instead, before the page is ready and the frame is made.

window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window || navigator.maxTouchPoints > 0;
