using CsCheck;

namespace DeepTrain.Training.Tests.Augmentations;

public sealed class AugmentationTests
{
    private static readonly Gen<(int Channels, int Height, int Width, float[] Pixels)> AnyImage =
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 7], Gen.Int[1, 7]).SelectMany(shape =>
            Gen.Float[-1, 1].Array[shape.Item1 * shape.Item2 * shape.Item3]
                .Select(pixels => (shape.Item1, shape.Item2, shape.Item3, pixels)));

    [Fact]
    public void Flips_mirror_exactly_and_twice_is_nothing() => AnyImage.Sample(image =>
    {
        (int channels, int height, int width, float[] pixels) = image;
        float[] horizontal = Apply(Augmentation.FlipHorizontal(1), image);
        float[] vertical = Apply(Augmentation.FlipVertical(1), image);
        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            int plane = pixel / width / height, row = pixel / width % height, column = pixel % width;
            Assert.Equal(pixels[pixel], horizontal[(plane * height + row) * width + width - 1 - column]);
            Assert.Equal(pixels[pixel], vertical[(plane * height + height - 1 - row) * width + column]);
        }
        Assert.Equal(pixels, Apply(Augmentation.FlipHorizontal(1).FlipHorizontal(1), image));
        Assert.Equal(pixels, Apply(Augmentation.FlipHorizontal(0).Rotate(0).Shift(0).Crop(1).Scale(1, 1), image));
        Assert.Equal(channels * height * width, horizontal.Length);
    });

    [Fact]
    public void A_flip_happens_as_often_as_it_should()
    {
        int flips = Enumerable.Range(0, 4000).Count(row =>
            Apply(Augmentation.FlipHorizontal(0.25f), (1, 1, 2, [0f, 1f]), row: row)[0] == 1);

        // 1000 +- 4 standard deviations
        Assert.InRange(flips, 890, 1110);
    }

    [Fact]
    public void A_resampling_is_what_a_plain_one_gives() =>
        Gen.Select(AnyImage, Gen.Enum<EdgePolicy>(), Gen.Int[0, 1000]).Sample((image, edges, row) =>
        {
            // the inverse map in closed form: uniform scale by exactly 1.25, then mirrored
            Augmentation augmentation = Augmentation.Scale(1.25f, 1.25f).FlipHorizontal(1).Edges(edges, 0.5f);
            float[] actual = Apply(augmentation, image, row);
            for (int pixel = 0; pixel < actual.Length; pixel++)
            {
                int plane = pixel / image.Width / image.Height;
                double y = pixel / image.Width % image.Height - (image.Height - 1) / 2.0;
                double x = -(pixel % image.Width - (image.Width - 1) / 2.0);
                double expected = Sample(
                    image, plane, y / 1.25 + (image.Height - 1) / 2.0, x / 1.25 + (image.Width - 1) / 2.0, edges, 0.5);
                Assert.Equal(expected, actual[pixel], 1e-5);
            }
        });

    [Fact]
    public void Steps_are_done_in_their_order() => Gen.Select(AnyImage, Gen.Int[0, 1000]).Sample((image, row) =>
    {
        float[] mirrored = Apply(Augmentation.FlipHorizontal(1), image);

        // the second step draws the same, whatever the first did
        float[] first = Apply(Augmentation.FlipHorizontal(1).Rotate(90).Shift(0.3f), image, row);
        float[] expected = Apply(
            Augmentation.FlipHorizontal(0).Rotate(90).Shift(0.3f), image with { Pixels = mirrored }, row);
        float[] last = Apply(Augmentation.Rotate(90).Shift(0.3f).FlipHorizontal(1), image, row);
        float[] turned = Apply(Augmentation.Rotate(90).Shift(0.3f), image, row);

        for (int pixel = 0; pixel < first.Length; pixel++)
            Assert.Equal(expected[pixel], first[pixel], 1e-4);
        float[] turnedBack = Apply(Augmentation.FlipHorizontal(1), image with { Pixels = turned });
        for (int pixel = 0; pixel < last.Length; pixel++)
            Assert.Equal(turnedBack[pixel], last[pixel], 1e-4);
    });

    [Fact]
    public void A_turn_is_by_an_angle_within_its_bounds()
    {
        // a bright spot right of the centre of a large image: where it goes says by how much
        float[] image = new float[41 * 41];
        image[20 * 41 + 38] = 1;
        var angles = new List<double>();
        for (int row = 0; row < 400; row++)
        {
            float[] turned = Apply(Augmentation.Rotate(30).Edges(EdgePolicy.Constant), (1, 41, 41, image), row);
            double x = 0, y = 0;
            for (int pixel = 0; pixel < turned.Length; pixel++)
                (x, y) = (x + turned[pixel] * (pixel % 41 - 20), y + turned[pixel] * (20 - pixel / 41));
            angles.Add(Math.Atan2(y, x) * 180 / Math.PI);
        }

        Assert.InRange(angles.Min(), -30.5, -28);
        Assert.InRange(angles.Max(), 28, 30.5);
        Assert.InRange(angles.Average(), -3, 3);
    }

    [Fact]
    public void A_shear_moves_rows_sideways_by_their_distance_from_the_middle()
    {
        // two spots above and below the middle: rows stay, columns go to opposite sides by the same
        var angles = new List<double>();
        for (int row = 0; row < 400; row++)
        {
            float[] image = new float[61 * 61];
            (image[10 * 61 + 30], image[50 * 61 + 30]) = (1, 1);
            float[] sheared = Apply(Augmentation.Shear(25).Edges(EdgePolicy.Constant), (1, 61, 61, image), row);
            double[] columns = [.. new[] { 10, 50 }.Select(line => Enumerable.Range(0, 61).Sum(x => sheared[line * 61 + x] * (x - 30)))];
            Assert.Equal(2, sheared.Sum(), 1e-4);
            Assert.Equal(columns[0], -columns[1], 1e-3);
            angles.Add(Math.Atan2(columns[0], 20) * 180 / Math.PI);
        }

        Assert.InRange(angles.Min(), -25, -23);
        Assert.InRange(angles.Max(), 23, 25);
        Assert.InRange(angles.Average(), -3, 3);
    }

    [Theory]
    [InlineData(EdgePolicy.Reflect, new float[] { 3, 2, 1, 1, 2, 3, 3, 2, 1 })]
    [InlineData(EdgePolicy.Replicate, new float[] { 1, 1, 1, 1, 2, 3, 3, 3, 3 })]
    [InlineData(EdgePolicy.Constant, new float[] { 9, 9, 9, 1, 2, 3, 9, 9, 9 })]
    public void Beyond_the_edge_is_what_the_policy_says(EdgePolicy edges, float[] expected)
    {
        // the row of three seen through a window that is moved by whole pixels
        float[] seen = new float[9];
        for (int place = -3; place < 6; place++)
        {
            AffineMap map = AffineMap.Identity;
            map.Append(1, 0, place, 0, 1, 0);
            float[] result = new float[3];
            ImageWarp.Apply([1, 2, 3], result, new ImageShape(1, 1, 3), map, edges, 9);
            seen[place + 3] = result[0];
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Color_noise_and_cutout_stay_within_what_is_asked_for()
    {
        float[] image = [.. Enumerable.Range(0, 3 * 8 * 8).Select(pixel => pixel % 11 / 11f)];
        float mean = image.Average();
        for (int row = 0; row < 200; row++)
        {
            float[] bright = Apply(Augmentation.Color(brightness: 0.2f), (3, 8, 8, image), row);
            float change = bright[0] - image[0];
            Assert.InRange(change, -0.2f, 0.2f);
            for (int pixel = 0; pixel < image.Length; pixel++)
                Assert.Equal(image[pixel] + change, bright[pixel], 1e-6);

            float[] light = Apply(Augmentation.Color(channel: 0.1f), (3, 8, 8, image), row);
            float[] shifts = [.. Enumerable.Range(0, 3).Select(channel => light[channel * 64] - image[channel * 64])];
            Assert.All(shifts, shift => Assert.InRange(shift, -0.1f, 0.1f));
            Assert.Equal(3, shifts.Distinct().Count());
            for (int pixel = 0; pixel < image.Length; pixel++)
                Assert.Equal(image[pixel] + shifts[pixel / 64], light[pixel], 1e-6);

            float[] contrast = Apply(Augmentation.Color(contrast: 0.3f), (3, 8, 8, image), row);
            Assert.Equal(mean, contrast.Average(), 1e-5);
            Assert.InRange((contrast[10] - contrast.Average()) / (image[10] - mean), 0.699, 1.301);

            float[] saturated = Apply(Augmentation.Color(saturation: 1), (3, 8, 8, image), row);
            for (int pixel = 0; pixel < 64; pixel++)
                Assert.Equal(Grey(image, pixel), Grey(saturated, pixel), 1e-5);

            float[] cut = Apply(Augmentation.Cutout(0.5f, value: -7), (3, 8, 8, image), row);
            int covered = cut.Count(value => value == -7);
            Assert.InRange(covered, 3 * 2 * 2, 3 * 4 * 4); // down to a quarter at a corner
            for (int pixel = 0; pixel < image.Length; pixel++)
                Assert.True(cut[pixel] == -7 || cut[pixel] == image[pixel]);
        }
        float[] noise = Apply(Augmentation.Noise(0.5f), (1, 100, 100, new float[10_000]));
        Assert.InRange(Math.Sqrt(noise.Average(value => value * value)), 0.48, 0.52);
        Assert.InRange(noise.Average(), -0.02, 0.02);

        static double Grey(float[] pixels, int pixel) =>
            0.299 * pixels[pixel] + 0.587 * pixels[64 + pixel] + 0.114 * pixels[128 + pixel];
    }

    [Fact]
    public void Windows_of_crops_and_shifts_lie_where_they_should()
    {
        // an image whose value is its column: what is seen says from where
        float[] columns = [.. Enumerable.Range(0, 21 * 21).Select(pixel => (float)(pixel % 21))];
        for (int row = 0; row < 300; row++)
        {
            float[] crop = Apply(Augmentation.Crop(0.5f).Edges(EdgePolicy.Constant, -100), (1, 21, 21, columns), row);
            // a window of half the side has its centre at most a quarter of the side from the image's
            Assert.InRange(crop[10 * 21 + 10], 4.749, 15.251);
            float step = crop[10 * 21 + 11] - crop[10 * 21 + 10];
            Assert.InRange(step, 0.499, 1.001);

            float[] shift = Apply(Augmentation.Shift(0.2f), (1, 21, 21, columns), row);
            Assert.InRange(shift[10 * 21 + 10], 10 - 4.21, 10 + 4.21);
            Assert.Equal(1, shift[10 * 21 + 11] - shift[10 * 21 + 10], 1e-4);
        }
    }

    [Fact]
    public void A_step_at_the_end_leaves_those_before_it_alone()
    {
        Augmentation two = Augmentation.Noise(1).Noise(1);
        float[] image = new float[12];

        float[] one = Apply(Augmentation.Noise(1), (1, 3, 4, image));
        float[] both = Apply(two, (1, 3, 4, image));

        Assert.NotEqual(one, both);
        Assert.Equal(both, Apply(two.Cutout(0), (1, 3, 4, image)));
        Assert.Equal("Noise(1).Noise(1)", two.ToString());
    }

    [Fact]
    public void Rows_of_features_take_noise_and_nothing_else()
    {
        float[] row = [1, 2, 3];
        Augmentation.Noise(0.1f).Apply(row, [3], seed: 1, epoch: 0, number: 0);
        Assert.NotEqual([1, 2, 3], row);

        Assert.Contains("[3]", Assert.Throws<ArgumentException>(
            () => Augmentation.Noise(1).Shift(0.1f).Apply(row, [3], 1, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(
            () => Augmentation.Color(saturation: 0.1f).Apply(row, [1, 1, 3], 1, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("row of 4", Assert.Throws<ArgumentException>(
            () => Augmentation.Shift(0.1f).Apply(row, [1, 2, 2], 1, 0, 0)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action> OutOfRange => new(
        () => Augmentation.FlipHorizontal(1.1f), () => Augmentation.FlipVertical(float.NaN), () => Augmentation.Rotate(-1),
        () => Augmentation.Rotate(181), () => Augmentation.Scale(0, 1), () => Augmentation.Scale(1.1f, 0.9f),
        () => Augmentation.Scale(1, float.NaN), () => Augmentation.Shift(2), () => Augmentation.Crop(0),
        () => Augmentation.Color(float.PositiveInfinity), () => Augmentation.Color(contrast: 2),
        () => Augmentation.Shear(61), () => Augmentation.Shear(float.NaN), () => Augmentation.Color(channel: -1), () => Augmentation.Noise(-1),
        () => Augmentation.Cutout(1.5f), () => Augmentation.Cutout(0.5f, float.NaN),
        () => Augmentation.Noise(1).Edges((EdgePolicy)7), () => Augmentation.Noise(1).Edges(EdgePolicy.Constant, float.NaN));

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void A_number_out_of_range_is_refused(Action misuse) => Assert.Throws<ArgumentOutOfRangeException>(misuse);

    private static float[] Apply(
        Augmentation augmentation, (int Channels, int Height, int Width, float[] Pixels) image, int row = 0)
    {
        float[] pixels = [.. image.Pixels];
        augmentation.Apply(pixels, [image.Channels, image.Height, image.Width], seed: 11, epoch: 2, row);
        return pixels;
    }

    private static double Sample(
        (int Channels, int Height, int Width, float[] Pixels) image, int plane, double y, double x, EdgePolicy edges,
        double constant)
    {
        int top = (int)Math.Floor(y), left = (int)Math.Floor(x);
        double sum = 0;
        for (int row = top; row <= top + 1; row++)
        {
            for (int column = left; column <= left + 1; column++)
                sum += (1 - Math.Abs(row - y)) * (1 - Math.Abs(column - x)) * Pixel(row, column);
        }
        return sum;

        double Pixel(int row, int column)
        {
            bool isInside = row >= 0 && row < image.Height && column >= 0 && column < image.Width;
            if (!isInside && edges == EdgePolicy.Constant)
                return constant;
            return image.Pixels[(plane * image.Height + At(row, image.Height)) * image.Width + At(column, image.Width)];
        }

        int At(int place, int size)
        {
            if (edges == EdgePolicy.Replicate)
                return Math.Clamp(place, 0, size - 1);
            while (place < 0 || place >= size)
                place = place < 0 ? -1 - place : 2 * size - 1 - place;
            return place;
        }
    }
}
